) l
  cross join lateral (select token # @key as self from unnest(l.tokens) token) m))