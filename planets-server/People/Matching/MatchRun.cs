using Npgsql;
using NpgsqlTypes;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.People.Matching;

/// <summary>A Patient that may be the one who is looked for.</summary>
public sealed record Match(FoundRow Row, MatchScore Score);

/// <summary>Matches, the likeliest first.</summary>
/// <param name="IsCut">Whether more Patients agree in some key than are compared.</param>
public sealed record Matches(IReadOnlyList<Match> All, bool IsCut);

/// <summary>Finds who a Patient may be among those that the reader may see.</summary>
public sealed class MatchRun(NpgsqlDataSource database, RowReader rows)
{
    /// <summary>Patients of one call that are opened and compared: those that agree in most keys.</summary>
    public const int CandidatesMax = 500;

    private static readonly short Patient = ResourceTypes.Number("Patient");
    private static readonly string Candidates = Sql.Load(typeof(MatchRun), "People/Matching/candidates.sql");
    private static readonly string CandidatesEnd = Sql.Load(typeof(MatchRun), "People/Matching/candidates-end.sql");

    public async Task<Matches> Of(PersonTraits traits, MatchKeys keys, Visibility visibility, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = Statement(keys, visibility).ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = await rows.ReadAll(reader, ct);
        var matches = found.Take(CandidatesMax).Select(row => new Match(row, Score(traits, row)))
            .Where(match => match.Score.Grade is not null)
            .OrderByDescending(match => match.Score.Probability).ThenBy(match => match.Row.Position);
        return new Matches([.. matches], found.Count > CandidatesMax);
    }

    // Who was merged into another is found as that one.
    private static MatchScore Score(PersonTraits traits, FoundRow row)
    {
        using var document = FhirDocument.ParseLenient(row.Body).Document
            ?? throw new InvalidDataException("The stored bytes are no JSON.");
        var theirs = PersonTraits.Read(document.Root);
        return theirs.IsReplaced ? default : MatchScore.Of(traits, theirs);
    }

    private static SqlText Statement(MatchKeys keys, Visibility visibility)
    {
        var sql = new SqlText().Append(
            Candidates, Binding.Short("patient", Patient), Binding.Longs("tokens", keys.Tokens), Binding.Longs("insured", keys.Insured),
            new Binding("births", keys.Births, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz), Binding.Texts("parts", keys.Parts),
            Binding.Texts("wholes", keys.Wholes), Binding.Short("birth", Parameters.Number("birthdate")),
            Binding.Short("family", Parameters.Number("family")), Binding.Short("given", Parameters.Number("given")),
            Binding.Short("name", Parameters.Number("name")));
        visibility.Of(Patient).AppendTo(sql);
        return sql.Append(CandidatesEnd, new Binding("limit", CandidatesMax + 1, NpgsqlDbType.Integer));
    }
}
