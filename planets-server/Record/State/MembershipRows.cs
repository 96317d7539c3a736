using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>What one group changes in who is one person, and the streams it founds.</summary>
internal sealed class MembershipRows
{
    private static readonly string InsertMembers = Sql.Load(typeof(MembershipRows), "Record/State/insert-members.sql");
    private static readonly string InsertDirectories = Sql.Load(typeof(MembershipRows), "Record/State/insert-directories.sql");
    private static readonly string JoinMembers = Sql.Load(typeof(MembershipRows), "Record/State/join-members.sql");
    private static readonly string MergeMembers = Sql.Load(typeof(MembershipRows), "Record/State/merge-members.sql");
    private static readonly string TouchMembers = Sql.Load(typeof(MembershipRows), "Record/State/touch-members.sql");
    private static readonly string FollowMembers = Sql.Load(typeof(MembershipRows), "Record/State/follow-members.sql");
    private static readonly string IdentifyMembers = Sql.Load(typeof(MembershipRows), "Record/State/identify-members.sql");
    private static readonly string EraseMembers = Sql.Load(typeof(MembershipRows), "Record/State/erase-members.sql");
    private static readonly string EraseDirectories = Sql.Load(typeof(MembershipRows), "Record/State/erase-directories.sql");

    private readonly List<long> _streams = [];
    private readonly List<string> _sources = [];
    private readonly List<string> _patients = [];
    private readonly List<long> _directoryStreams = [];
    private readonly List<string> _directorySources = [];
    private readonly Dictionary<long, (long Person, string? Consent)> _joined = [];
    private readonly Dictionary<string, PatientIdentity> _identities = [];
    private readonly List<long> _erased = [];
    private readonly Dictionary<long, (long? Into, long? Position)> _merged = [];
    private readonly Dictionary<long, long> _merges = [];

    public void AddPatient(long stream, string source, string patient)
    {
        _streams.Add(stream);
        _sources.Add(source);
        _patients.Add(patient);
    }

    public void AddDirectory(long stream, string source)
    {
        _directoryStreams.Add(stream);
        _directorySources.Add(source);
    }

    /// <summary>The stream is of that person from now on; the last word of a group counts.</summary>
    /// <param name="consent">That says so; null where the stream stands for itself again.</param>
    public void Join(long stream, long person, string? consent) => _joined[stream] = (person, consent);

    /// <summary>The stream is merged into another, or parted from it; the last word of a group counts.</summary>
    /// <param name="position">Of the event that says so.</param>
    public void Merge(long stream, long into, long position, bool parts)
    {
        _merged[stream] = parts ? (null, null) : (into, position);
        _merges[into] = position;
    }

    /// <summary>What the present version of a Patient says.</summary>
    public void Identify(string patient, PatientIdentity identity) => _identities[patient] = identity;

    public void Erase(long stream) => _erased.Add(stream);

    public void Write(NpgsqlBatch batch)
    {
        if (_streams.Count > 0)
        {
            batch.BatchCommands.Add(new(InsertMembers)
            {
                Parameters =
                {
                    ArrayParameter.Of(_streams, NpgsqlDbType.Bigint), ArrayParameter.Of(_sources, NpgsqlDbType.Text),
                    ArrayParameter.Of(_patients, NpgsqlDbType.Text),
                },
            });
        }
        if (_directoryStreams.Count > 0)
        {
            batch.BatchCommands.Add(new(InsertDirectories)
            {
                Parameters = { ArrayParameter.Of(_directorySources, NpgsqlDbType.Text),
                    ArrayParameter.Of(_directoryStreams, NpgsqlDbType.Bigint) },
            });
        }
        if (_identities.Count > 0)
            batch.BatchCommands.Add(Identities());
        if (_joined.Count > 0)
        {
            batch.BatchCommands.Add(new(JoinMembers)
            {
                Parameters =
                {
                    ArrayParameter.Of([.. _joined.Keys], NpgsqlDbType.Bigint),
                    ArrayParameter.Of([.. _joined.Values.Select(joined => joined.Person)], NpgsqlDbType.Bigint),
                    ArrayParameter.Of([.. _joined.Values.Select(joined => joined.Consent)], NpgsqlDbType.Text),
                },
            });
        }
        WriteMerges(batch);
        if (_erased.Count > 0)
        {
            batch.BatchCommands.Add(new(EraseMembers) { Parameters = { ArrayParameter.Of(_erased, NpgsqlDbType.Bigint) } });
            batch.BatchCommands.Add(new(EraseDirectories) { Parameters = { ArrayParameter.Of(_erased, NpgsqlDbType.Bigint) } });
        }
        if (_joined.Count + _merged.Count + _erased.Count > 0)
            batch.BatchCommands.Add(Follow());
    }

    private void WriteMerges(NpgsqlBatch batch)
    {
        if (_merged.Count == 0)
            return;
        batch.BatchCommands.Add(new(MergeMembers)
        {
            Parameters =
            {
                ArrayParameter.Of([.. _merged.Keys], NpgsqlDbType.Bigint),
                ArrayParameter.Of([.. _merged.Values.Select(merged => merged.Into)], NpgsqlDbType.Bigint),
                ArrayParameter.Of([.. _merged.Values.Select(merged => merged.Position)], NpgsqlDbType.Bigint),
            },
        });
        batch.BatchCommands.Add(new(TouchMembers)
        {
            Parameters =
            {
                ArrayParameter.Of([.. _merges.Keys], NpgsqlDbType.Bigint), ArrayParameter.Of([.. _merges.Values], NpgsqlDbType.Bigint),
            },
        });
    }

    // After all else: whose a merged stream is follows from whose the other is.
    private NpgsqlBatchCommand Follow() => new(FollowMembers)
    {
        Parameters =
        {
            ArrayParameter.Of([.. _joined.Keys.Union(_merged.Keys)], NpgsqlDbType.Bigint), ArrayParameter.Of(_erased, NpgsqlDbType.Bigint),
        },
    };

    private NpgsqlBatchCommand Identities() => new(IdentifyMembers)
    {
        Parameters =
        {
            ArrayParameter.Of([.. _identities.Keys], NpgsqlDbType.Text),
            ArrayParameter.Of([.. _identities.Values.Select(identity => identity.Insured)], NpgsqlDbType.Bigint),
            ArrayParameter.Of([.. _identities.Values.Select(identity => identity.Birth)], NpgsqlDbType.Date),
        },
    };
}
