
  ) everything
  where position > @after order by position limit @limit)
