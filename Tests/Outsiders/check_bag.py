"""Validates a BagIt bag with the Library of Congress's bagit: every file there, none beside, digests right.

usage: check_bag.py FOLDER
"""

import sys

import bagit

bag = bagit.Bag(sys.argv[1])
bag.validate(processes=1)
print(bag.version, bag.info["External-Identifier"], bag.algorithms)
