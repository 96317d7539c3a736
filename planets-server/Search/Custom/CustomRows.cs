using System.Text;
using Npgsql;
using NpgsqlTypes;
using Phr.Fhir.Indexing;
using Phr.Planets.Record.State;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>Values of one parameter as the columns of insert-values.sql.</summary>
internal sealed class CustomRows(CustomParameter parameter, TokenKeys keys)
{
    private static readonly string Insert = Sql.Load(typeof(CustomRows), "Search/Custom/insert-values.sql");

    private readonly string _code = parameter.Definition.Code;
    private readonly List<long> _positions = [];
    private readonly List<long?> _tokens = [];
    private readonly List<string?> _texts = [];
    private readonly List<long?> _exact = [];
    private readonly List<DateTime?> _datesLo = [];
    private readonly List<DateTime?> _datesHi = [];
    private readonly List<double?> _values = [];
    private readonly List<double?> _lo = [];
    private readonly List<double?> _hi = [];
    private readonly List<long?> _units = [];
    private readonly List<long?> _bareUnits = [];
    private readonly List<long?> _words = [];
    private readonly List<double?> _canonicalLo = [];
    private readonly List<double?> _canonicalHi = [];
    private readonly List<long?> _canonicalUnits = [];

    /// <summary>Takes what was found in the version at a position.</summary>
    public void Add(long position, IndexEntries entries)
    {
        if (entries.Present.Length > 0)
            AddToken(position, keys.Present(_code));
        foreach (var token in entries.Tokens)
            AddCode(position, Text(entries, token.System), Text(entries, token.Code));
        foreach (var reference in entries.References)
            AddReference(position, entries, reference);
        foreach (var uri in entries.Uris)
        {
            AddToken(position, keys.Uri(_code, Text(entries, uri.Value)));
            AddText(position, ValuesDraft.Bounded(Text(entries, uri.Value)), null);
        }
        foreach (var text in entries.Strings)
            AddText(position, ValuesDraft.Bounded(Text(entries, text.Folded)), keys.Exact(Text(entries, text.Exact)));
        foreach (var text in entries.TokenTexts)
            AddText(position, ValuesDraft.Bounded(Text(entries, text.Folded)), null);
        foreach (var date in entries.Dates)
            Add(position, null, null, null, date.Range, null);
        foreach (var number in entries.Numbers)
            Add(position, null, null, null, null, new Amount(number.Range, null, null, null, default, null));
        foreach (var quantity in entries.Quantities)
            Add(position, null, null, null, null, ValuesDraft.Amount(keys, entries, quantity));
    }

    public async Task Write(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_positions.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = parameter.Number },
                ArrayParameter.Of(_positions, NpgsqlDbType.Bigint), ArrayParameter.Of(_tokens, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_texts, NpgsqlDbType.Text), ArrayParameter.Of(_exact, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_datesLo, NpgsqlDbType.TimestampTz), ArrayParameter.Of(_datesHi, NpgsqlDbType.TimestampTz),
                ArrayParameter.Of(_values, NpgsqlDbType.Double), ArrayParameter.Of(_lo, NpgsqlDbType.Double),
                ArrayParameter.Of(_hi, NpgsqlDbType.Double), ArrayParameter.Of(_units, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_bareUnits, NpgsqlDbType.Bigint), ArrayParameter.Of(_words, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_canonicalLo, NpgsqlDbType.Double), ArrayParameter.Of(_canonicalHi, NpgsqlDbType.Double),
                ArrayParameter.Of(_canonicalUnits, NpgsqlDbType.Bigint),
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private void AddCode(long position, string system, string code)
    {
        if (code.Length > 0)
        {
            AddToken(position, keys.Token(_code, system, code));
            AddToken(position, keys.Code(_code, code));
        }
        if (system.Length > 0)
            AddToken(position, keys.System(_code, system));
    }

    private void AddReference(long position, IndexEntries entries, ReferenceEntry reference) => AddToken(
        position,
        reference is { Form: Phr.Fhir.Structure.ReferenceForm.Relative, Type: { } type }
            ? keys.Reference(_code, keys.Self(type.Name, Text(entries, reference.Id)))
            : keys.Uri(_code, Text(entries, reference.Text)));

    private void AddToken(long position, long token) => Add(position, token, null, null, null, null);

    private void AddText(long position, string text, long? exact) => Add(position, null, text, exact, null, null);

    private void Add(long position, long? token, string? text, long? exact, DateRange? date, Amount? amount)
    {
        var hasCanonical = amount?.CanonicalUnit is not null;
        _positions.Add(position);
        _tokens.Add(token);
        _texts.Add(text);
        _exact.Add(exact);
        _datesLo.Add(date?.Low);
        _datesHi.Add(date?.High);
        _values.Add(amount?.Range.Value);
        _lo.Add(amount?.Range.Low);
        _hi.Add(amount?.Range.High);
        _units.Add(amount?.Unit);
        _bareUnits.Add(amount?.BareUnit);
        _words.Add(amount?.Words);
        _canonicalLo.Add(hasCanonical ? amount!.Value.Canonical.Low : null);
        _canonicalHi.Add(hasCanonical ? amount!.Value.Canonical.High : null);
        _canonicalUnits.Add(amount?.CanonicalUnit);
    }

    private static string Text(IndexEntries entries, TextRef text) => text.IsEmpty ? "" : Encoding.UTF8.GetString(entries.Text(text));
}
