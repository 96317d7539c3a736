using System.Text;
using Npgsql;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Import;

/// <summary>
/// What references that are a search mean (<c>Practitioner?identifier=…</c>), among what the importer itself wrote. Found once an import:
/// what an import refers to a thousand times is looked up one time.
/// </summary>
internal sealed class ConditionalTargets(NpgsqlDataSource database, CriterionParser parser, Caller caller, string source)
{
    /// <summary>Targets that are remembered.</summary>
    private const int RememberedMax = 100_000;

    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <summary>Adds to <paramref name="links"/> what the references of a resource mean; gives why one means nothing.</summary>
    public async Task<Refusal?> Resolve(Element resource, Dictionary<string, string> links, CancellationToken ct)
    {
        var conditional = new List<(string Text, string Place)>();
        Collect(resource, conditional);
        foreach (var (text, place) in conditional)
        {
            if (!_found.TryGetValue(text, out var target))
            {
                var looked = await LookUp(text, ct);
                if (looked.IsRefused(out var refusal))
                    return refusal with { Place = place };
                if (_found.Count == RememberedMax)
                    _found.Clear();
                _found.Add(text, target = looked.Value);
            }
            links[text] = target;
        }
        return null;
    }

    private static void Collect(Element element, List<(string, string)> conditional)
    {
        foreach (var child in element.Children())
        {
            if (element.Type?.Name == "Reference" && child.Name == "reference")
            {
                if (child.Text is { } text && text.Contains('?', StringComparison.Ordinal)
                    && LiteralReference.Read(Encoding.UTF8.GetBytes(text)).Form == ReferenceForm.Conditional)
                {
                    conditional.Add((text, child.Path()));
                }
            }
            else
            {
                Collect(child, conditional);
            }
        }
    }

    private async Task<Answer<string>> LookUp(string text, CancellationToken ct)
    {
        var parts = text.Split('?', 2);
        var condition = WriteCondition.Read(parts[0], parts[1], caller, parser);
        if (condition.IsRefused(out var refusal))
            return refusal;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new ConditionalStatement(condition.Value, source, []).ToSql(parser.Keys, limit: 2).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct))
            return new Refusal(RefusalKind.Unprocessable, $"No {parts[0]} of yours satisfies a conditional reference.", null, "not-found");
        var id = rows.GetString(0);
        return await rows.ReadAsync(ct)
            ? new Refusal(
                RefusalKind.Unprocessable, $"Several {parts[0]} resources satisfy a conditional reference.", null, "multiple-matches")
            : $"{parts[0]}/{id}";
    }
}
