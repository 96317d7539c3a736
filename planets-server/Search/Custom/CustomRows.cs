using Npgsql;
using NpgsqlTypes;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Planets.Record.State;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>The index of a parameter of the site's own.</summary>
internal sealed record CustomIndex(CustomParameter Parameter) : FollowedIndex(Parameter.Name, Parameter.Definition.Code)
{
    internal override FollowedRows Rows(Indexer indexer) => new CustomRows(Parameter, indexer);
}

/// <summary>Values of one parameter as the columns of insert-values.sql.</summary>
internal sealed class CustomRows(CustomParameter parameter, Indexer indexer) : FollowedRows(parameter.Number)
{
    /// <summary>Rows that wait: some 10 MB.</summary>
    private const int WaitingMax = 100_000;

    private static readonly string Insert = Sql.Load(typeof(CustomRows), "Search/Custom/insert-values.sql");
    private static readonly string EraseRows = Sql.Load(typeof(CustomRows), "Search/Custom/delete-values-of-streams.sql");

    private readonly TokenKeys _keys = indexer.Keys;
    private readonly IndexEntries _entries = new();
    private readonly string _code = parameter.Definition.Code;
    private readonly List<long> _positions = [];
    private readonly List<long> _codes = [];
    private readonly List<long?> _tokens = [];
    private readonly List<string?> _texts = [];
    private readonly List<long?> _exact = [];
    private readonly List<DateTime?> _datesLo = [];
    private readonly List<DateTime?> _datesHi = [];
    private readonly List<double?> _values = [];
    private readonly OptionalAmounts _amounts = new();

    protected override string Erase => EraseRows;

    protected override bool IsFull => _positions.Count >= WaitingMax;

    protected override bool IsOf(string type) => parameter.IsOf(type);

    protected override void Add(long position, Element resource)
    {
        parameter.Expression.Index(resource, indexer.Zone, _entries);
        Add(position, _entries);
    }

    private void Add(long position, IndexEntries entries)
    {
        if (entries.Present.Length > 0)
            AddToken(position, _keys.Present(_code));
        foreach (var token in entries.Tokens)
            AddCode(position, ValuesDraft.Text(entries, token.System), ValuesDraft.Text(entries, token.Code), _code);
        foreach (var typed in entries.TypedIdentifiers)
        {
            AddToken(position, _keys.OfType(
                _code, ValuesDraft.Text(entries, typed.System), ValuesDraft.Text(entries, typed.Code), ValuesDraft.Text(entries, typed.Value)));
        }
        foreach (var reference in entries.References)
            AddToken(position, ReferenceTargets.Stored.Key(_keys, _code, entries, reference));
        foreach (var identifier in entries.ReferenceIdentifiers)
        {
            AddCode(
                position, ValuesDraft.Text(entries, identifier.System), ValuesDraft.Text(entries, identifier.Code),
                $"{_code}:identifier");
        }
        foreach (var uri in entries.Uris)
        {
            AddToken(position, _keys.Uri(_code, ValuesDraft.Text(entries, uri.Value)));
            AddText(position, ValuesDraft.Bounded(ValuesDraft.Text(entries, uri.Value)), null);
        }
        foreach (var text in entries.Strings)
        {
            AddText(
                position, ValuesDraft.Bounded(ValuesDraft.Text(entries, text.Folded)), _keys.Exact(ValuesDraft.Text(entries, text.Exact)));
        }
        foreach (var text in entries.TokenTexts)
            AddText(position, ValuesDraft.Bounded(ValuesDraft.Text(entries, text.Folded)), null);
        foreach (var date in entries.Dates)
            Add(position, null, null, null, date.Range, null);
        foreach (var number in entries.Numbers)
            Add(position, null, null, null, null, new Amount(number.Range, null, null, null, default, null));
        foreach (var quantity in entries.Quantities)
            Add(position, null, null, null, null, ValuesDraft.Amount(_keys, entries, quantity));
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
                ArrayParameter.Of(_positions, NpgsqlDbType.Bigint), ArrayParameter.Of(_tokens, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_texts, NpgsqlDbType.Text), ArrayParameter.Of(_exact, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_datesLo, NpgsqlDbType.TimestampTz), ArrayParameter.Of(_datesHi, NpgsqlDbType.TimestampTz),
                ArrayParameter.Of(_values, NpgsqlDbType.Double),
            },
        };
        command.Parameters.AddRange(_amounts.Parameters);
        await command.ExecuteNonQueryAsync(ct);
        Clear();
    }

    private void Clear()
    {
        _positions.Clear();
        _tokens.Clear();
        _texts.Clear();
        _exact.Clear();
        _datesLo.Clear();
        _datesHi.Clear();
        _values.Clear();
        _amounts.Clear();
    }

    private void AddCode(long position, string system, string code, string name)
    {
        _codes.Clear();
        _keys.AddToken(_codes, name, system, code);
        foreach (var token in _codes)
            AddToken(position, token);
    }

    private void AddToken(long position, long token) => Add(position, token, null, null, null, null);

    private void AddText(long position, string text, long? exact) => Add(position, null, text, exact, null, null);

    private void Add(long position, long? token, string? text, long? exact, DateRange? date, Amount? amount)
    {
        _positions.Add(position);
        _tokens.Add(token);
        _texts.Add(text);
        _exact.Add(exact);
        _datesLo.Add(date?.Low);
        _datesHi.Add(date?.High);
        _values.Add(amount?.Range.Value);
        _amounts.Add(amount);
    }
}
