) a
where a.at >= @from and a.at < @to and (a.at, a.number) < (@at, @number)
  and (@only::bigint is null or a.number = @only)
  and (@account::text is null or a.actor = @account)
  and (@type::text is null or a.type = @type)
  and (@target::text is null or a.target = @target)
  and (@interactions::text[] is null or a.interaction = any (@interactions))
  and (@agent::text is null or @agent in (a.actor, a.client, a.organisation))
  and (@patient::text is null or a.person = any (array(
    select m.stream from record.membership named join record.membership m on m.person = named.person
    where named.patient = @patient)))
  and (@actions::text[] is null or case
    when a.interaction = 'create' then 'C'
    when a.interaction in ('read', 'vread', 'export', 'release', 'history-instance', 'history-type', 'history-system') then 'R'
    when a.interaction in ('update', 'patch') then 'U'
    when a.interaction = 'delete' then 'D'
    else 'E' end = any (@actions))
  and (@outcomes::text[] is null or case
    when a.outcome = 'denied' then '8'
    when a.outcome = 'hidden' and a.interaction in (
      'read', 'vread', 'export', 'release', 'history-instance', 'history-type', 'history-system') then '4'
    else '0' end = any (@outcomes))
order by a.at desc, a.number desc limit @limit
