) e
join log.origin o on o.origin = e.origin
left join record.membership m on m.stream = e.stream
where e.kind in (1, 2) and e.type = any (@types) and e.position < @position and e.recorded_time >= @from and e.recorded_time < @to
  and e.position > (select log.position_at(@from)) and e.position <= (select log.position_at(@to))
  and (@only::bigint is null or e.position = @only)
  and (@account::text is null or o.agent = @account)
  and (@type::text is null or e.type = @type)
  and (@target::text is null or e.type || '/' || e.id = @target)
  and (@agent::text is null or @agent in (o.agent, o.client, o.source))
  and (@patient::text is null or e.stream = any (array(
    select x.stream from record.membership named join record.membership x on x.person = named.person
    where named.patient = @patient)))
  and (@actions::text[] is null or case when e.kind = 2 then 'D' when e.version = 1 then 'C' else 'U' end = any (@actions))
