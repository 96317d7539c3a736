select code, name_ja, name_en, is_study from consent.party
