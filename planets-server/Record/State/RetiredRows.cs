using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>Versions that a group replaces or deletes: their rows move to the past.</summary>
internal sealed class RetiredRows
{
    private static readonly string RetireState = Sql.Load(typeof(RetiredRows), "Record/State/retire-state.sql");

    private static readonly IReadOnlyList<string> RetireIndex =
        [.. Sql.List(typeof(RetiredRows), "Record/State").Where(file => file.Contains("/retire-ix-", StringComparison.Ordinal))
            .Select(file => Sql.Load(typeof(RetiredRows), file))];

    private readonly List<long> _positions = [];
    private readonly List<long> _untils = [];

    public void Add(long position, long until)
    {
        _positions.Add(position);
        _untils.Add(until);
    }

    public void Write(NpgsqlBatch batch)
    {
        if (_positions.Count == 0)
            return;
        batch.BatchCommands.Add(new(RetireState)
        {
            Parameters = { ArrayParameter.Of(_positions, NpgsqlDbType.Bigint), ArrayParameter.Of(_untils, NpgsqlDbType.Bigint) },
        });
        foreach (var statement in RetireIndex)
            batch.BatchCommands.Add(new(statement) { Parameters = { ArrayParameter.Of(_positions, NpgsqlDbType.Bigint) } });
    }
}
