using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Access;

/// <summary>Rules and switches that one group adds and takes away. The last word on a Consent counts.</summary>
internal sealed class RuleRows
{
    private static readonly string Delete = Sql.Load(typeof(RuleRows), "Access/delete-rules.sql");
    private static readonly string DeleteOfStreams = Sql.Load(typeof(RuleRows), "Access/delete-rules-of-streams.sql");
    private static readonly string Insert = Sql.Load(typeof(RuleRows), "Access/insert-rules.sql");

    private readonly HashSet<(string Consent, long Stream)> _forgotten = [];
    private readonly Dictionary<string, (ProjectedEvent Event, CompiledConsent Consent, TokenKeys Keys)> _added = [];
    private readonly List<long> _streams = [];

    /// <summary>Only the person's own: nobody replaces or deletes the Consent of someone else.</summary>
    public void Forget(string consent, long stream)
    {
        _forgotten.Add((consent, stream));
        if (_added.TryGetValue(consent, out var added) && added.Event.Stream.Value == stream)
            _added.Remove(consent);
    }

    public void Add(ProjectedEvent e, CompiledConsent consent, TokenKeys keys) => _added.Add(e.Id, (e, consent, keys));

    public void ForgetStream(long stream) => _streams.Add(stream);

    public void Write(NpgsqlBatch batch)
    {
        if (_forgotten.Count > 0)
        {
            batch.BatchCommands.Add(new(Delete)
            {
                Parameters =
                {
                    ArrayParameter.Of([.. _forgotten.Select(one => one.Consent)], NpgsqlDbType.Text),
                    ArrayParameter.Of([.. _forgotten.Select(one => one.Stream)], NpgsqlDbType.Bigint),
                },
            });
        }
        foreach (var (e, consent, keys) in _added.Values)
        {
            foreach (var rule in consent.Rules)
                batch.BatchCommands.Add(RuleRow(e, rule, consent.InForce, keys));
        }
        if (_streams.Count > 0)
            batch.BatchCommands.Add(new(DeleteOfStreams) { Parameters = { ArrayParameter.Of(_streams, NpgsqlDbType.Bigint) } });
    }

    // One row a statement: a Consent has a handful, and there is seldom more than one in a group.
    private static NpgsqlBatchCommand RuleRow(ProjectedEvent e, CompiledRule rule, CompiledPeriod inForce, TokenKeys keys) => new(Insert)
    {
        Parameters =
        {
            new() { Value = e.Stream.Value },
            new() { Value = e.Id },
            new() { Value = e.Position },
            new() { Value = rule.Effect == "permit" },
            Text(rule.Actor),
            Text(rule.Purpose),
            new() { Value = rule.Type is { } type ? ResourceTypes.Number(type) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint },
            Key(rule.Label is { } label ? keys.Label(label.System, label.Code) : null),
            Key(rule.Code is { } code ? keys.About(code.System, code.Code) : null),
            Text(rule.Source),
            Key(rule.Reference?.Split('/') is [var of, var id] ? keys.Self(of, id) : null),
            Time(rule.PeriodFrom),
            Time(rule.PeriodTo),
            Time(inForce.From),
            Time(inForce.Until),
            new() { Value = rule.Specificity },
        },
    };

    private static NpgsqlParameter Text(string? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Key(long? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = value?.ToUniversalTime() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
