using Npgsql;
using NpgsqlTypes;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Planets.Record.State;
using Phr.Planets.Search.Custom;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Text;

/// <summary>The index of texts.</summary>
internal sealed record TextIndex(TextSource Source, int Number) : FollowedIndex(Source.Code, Source.Code)
{
    internal override FollowedRows Rows(Indexer indexer) => new TextRows(Number, Source, indexer.Keys);
}

/// <summary>Words of versions on their way to rows.</summary>
internal sealed class TextRows(int number, TextSource source, TokenKeys keys) : FollowedRows(number)
{
    /// <summary>Keys that wait: 1.6 MB.</summary>
    private const int WaitingMax = 200_000;

    private static readonly string Insert = Sql.Load(typeof(TextRows), "Search/Text/insert-words.sql");
    private static readonly string EraseRows = Sql.Load(typeof(TextRows), "Search/Text/delete-words-of-streams.sql");

    private readonly HashSet<string> _words = [];
    private readonly List<long> _tokens = [];
    private readonly List<long> _positions = [];
    private readonly List<int> _from = [];
    private readonly List<int> _to = [];

    protected override string Erase => EraseRows;

    protected override bool IsFull => _tokens.Count >= WaitingMax;

    protected override bool IsOf(string type) => ResourceTypes.Find(type) is not null;

    protected override void Add(long position, Element resource)
    {
        _words.Clear();
        TextWords.Read(resource, source.IsNarrative, _words);
        if (_words.Count == 0)
            return;
        _positions.Add(position);
        _from.Add(_tokens.Count + 1);
        _tokens.AddRange(_words.Select(keys.Word).Order());
        _to.Add(_tokens.Count);
    }

    protected override async Task Write(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_positions.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = Number },
                ArrayParameter.Of(_tokens, NpgsqlDbType.Bigint), ArrayParameter.Of(_positions, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_from, NpgsqlDbType.Integer), ArrayParameter.Of(_to, NpgsqlDbType.Integer),
            },
        };
        await command.ExecuteNonQueryAsync(ct);
        _tokens.Clear();
        _positions.Clear();
        _from.Clear();
        _to.Clear();
    }
}
