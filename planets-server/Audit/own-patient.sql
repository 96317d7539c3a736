case when a.person is not null then @own end
