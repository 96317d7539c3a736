select number from consent.access_position
