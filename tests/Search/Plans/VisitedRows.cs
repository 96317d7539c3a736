using System.Text.Json.Nodes;
using Npgsql;

namespace Phr.Tests.Search.Plans;

/// <summary>One scan of a plan: the rows of a table or an index that it went through.</summary>
internal sealed record Scan(string Of, string? Condition, long Rows);

/// <summary>A statement as it ran.</summary>
internal sealed record Ran(string Text, IReadOnlyList<Scan> Scans)
{
    /// <summary>Rows that it went through. Of as few people as a test has all links fit a page or two, which is rightly read whole.</summary>
    public long Rows => Scans.Where(scan => !scan.Of.Contains("membership", StringComparison.Ordinal)).Sum(scan => scan.Rows);
}

/// <summary>
/// What the statements of one database visited: PostgreSQL writes each one's plan with its counts to the cluster's log
/// (auto_explain, PostgreSQL 15 appendix F.4).
/// </summary>
internal sealed class VisitedRows
{
    private const string Mark = "  plan:";

    private readonly string _log = Path.Combine(Path.GetTempPath(), $"phr-test-{Environment.ProcessId}", "postgres.log");
    private long _read;

    /// <summary>False where PostgreSQL is installed without the module.</summary>
    public static async Task<bool> Watch(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        try
        {
            await Run(connection, "load 'auto_explain'");
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedFile)
        {
            return false;
        }
        var settings = new[]
        {
            "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on",
            "auto_explain.log_timing = off", "auto_explain.log_format = 'json'",
        };
        foreach (var setting in settings)
            await Run(connection, $"alter database \"{connection.Database}\" set {setting}");
        return true;
    }

    public void Skip() => _read = new FileInfo(_log).Length;

    /// <summary>The statements since the last call.</summary>
    public List<Ran> Take()
    {
        using var file = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        using var reader = new StreamReader(file);
        var ran = new List<Ran>();
        while (reader.ReadLine() is { } line)
        {
            if (line.EndsWith(Mark, StringComparison.Ordinal))
                ran.Add(Plan(reader));
        }
        _read = file.Length;
        return ran;
    }

    // Indented by a tab; ends with the brace in its first column.
    private static Ran Plan(StreamReader reader)
    {
        var text = new System.Text.StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            text.AppendLine(line);
            if (line == "\t}")
                break;
        }
        var plan = JsonNode.Parse(text.ToString())!;
        return new Ran(plan["Query Text"]!.GetValue<string>(), [.. Scans(plan["Plan"]!)]);
    }

    private static IEnumerable<Scan> Scans(JsonNode node)
    {
        var (table, index) = ((string?)node["Relation Name"], (string?)node["Index Name"]);
        if ((table ?? index) is not null && node["Node Type"]!.GetValue<string>().EndsWith("Scan", StringComparison.Ordinal))
        {
            yield return new Scan(
                $"{node["Node Type"]} {table} {index}", (string?)(node["Index Cond"] ?? node["Filter"]),
                (Count(node, "Actual Rows") + Count(node, "Rows Removed by Filter") + Count(node, "Rows Removed by Index Recheck"))
                * Count(node, "Actual Loops"));
        }
        foreach (var scan in node["Plans"]?.AsArray().SelectMany(child => Scans(child!)) ?? [])
            yield return scan;
    }

    private static long Count(JsonNode node, string name) => (long)(node[name]?.GetValue<double>() ?? 0);

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
