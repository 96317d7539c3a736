 from (
    select s.self from {state} s where s.type = @target and 