-- Whether there is a resource that a reader may know of; the reader's condition follows. @type smallint, @id text
select 1 from {state} s where s.type = @type and s.id = @id and 
