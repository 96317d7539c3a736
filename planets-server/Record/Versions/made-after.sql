-- Of a period: deletions count where they happen within.
 and {row}.position > @first
