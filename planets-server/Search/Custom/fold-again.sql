-- $1 folding int: where the indexes are built by another folding of texts, their rows go and each begins at the beginning of the log
with other as (update search.folding set version = $1 where version <> $1 returning version),
gone as (delete from search.parameter where exists (select from other))
update search.subscription set position = 0 where exists (select from other)
