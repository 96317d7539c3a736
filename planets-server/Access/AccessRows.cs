using System.Text;
using Npgsql;
using NpgsqlTypes;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Access;

/// <summary>Entries of one group as the arrays of their insert statement: one row an entry, and one a Patient named or
/// a stream shown.</summary>
internal sealed class AccessRows(SecretSeal seal)
{
    private readonly List<DateTimeOffset> _times = [];
    private readonly List<string> _actors = [];
    private readonly List<string> _clients = [];
    private readonly List<string> _roles = [];
    private readonly List<string?> _organisations = [];
    private readonly List<string> _purposes = [];
    private readonly List<string> _interactions = [];
    private readonly List<string?> _types = [];
    private readonly List<string> _outcomes = [];
    private readonly List<Guid> _decisions = [];
    private readonly List<string?> _targets = [];
    private readonly List<byte[]?> _queries = [];
    private readonly List<int> _entriesOfPatients = [];
    private readonly List<string> _patients = [];
    private readonly List<int> _entriesOfStreams = [];
    private readonly List<long> _streams = [];
    private readonly List<int> _counts = [];

    public void Add(AccessEntry entry)
    {
        _times.Add(entry.At.ToUniversalTime());
        _actors.Add(entry.Caller.Subject);
        _clients.Add(entry.Caller.Client);
        _roles.Add(entry.Caller.Role.ToString().ToLowerInvariant());
        _organisations.Add(entry.Caller.Organisation);
        _purposes.Add(entry.Purpose);
        _interactions.Add(entry.Interaction);
        _types.Add(entry.Type);
        _outcomes.Add(entry.Outcome);
        _decisions.Add(entry.Decision);
        _targets.Add(entry.Target);
        _queries.Add(entry.Query is { } query ? seal.Seal(Encoding.UTF8.GetBytes(query), AccessJournal.QueryPurpose) : null);
        foreach (var patient in entry.NamedPatients)
        {
            _entriesOfPatients.Add(_times.Count);
            _patients.Add(patient);
        }
        foreach (var stream in entry.Streams.CountBy(stream => stream))
        {
            _entriesOfStreams.Add(_times.Count);
            _streams.Add(stream.Key);
            _counts.Add(stream.Value);
        }
    }

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        parameters.Add(ArrayParameter.Of(_times, NpgsqlDbType.TimestampTz));
        parameters.Add(ArrayParameter.Of(_actors, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_clients, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_roles, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_organisations, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_purposes, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_interactions, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_types, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_outcomes, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_decisions, NpgsqlDbType.Uuid));
        parameters.Add(ArrayParameter.Of(_targets, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_queries, NpgsqlDbType.Bytea));
        parameters.Add(ArrayParameter.Of(_entriesOfPatients, NpgsqlDbType.Integer));
        parameters.Add(ArrayParameter.Of(_patients, NpgsqlDbType.Text));
        parameters.Add(ArrayParameter.Of(_entriesOfStreams, NpgsqlDbType.Integer));
        parameters.Add(ArrayParameter.Of(_streams, NpgsqlDbType.Bigint));
        parameters.Add(ArrayParameter.Of(_counts, NpgsqlDbType.Integer));
    }
}
