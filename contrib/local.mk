# SPDX-License-Identifier: LGPL-2.1-or-later
profilesdir = $(datadir)/accfg/profiles
dist_profiles_DATA = %D%/profiles/demo.json
