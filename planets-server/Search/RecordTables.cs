using System.Collections.Concurrent;
using Phr.Platform.Database;

namespace Phr.Planets.Search;

/// <summary>
/// The record as it stands, or as it stood when the log had come to a position. Statements name its tables in braces
/// (<c>{state}</c>); now reads the small tables of what holds, then also those of what held.
/// </summary>
public sealed class RecordTables
{
    private static readonly string[] Names = ["state", "clinical", "ix_string", "ix_date", "ix_quantity", "ix_composite", "ix_place"];

    private readonly ConcurrentDictionary<string, string> _texts = new();
    private readonly Dictionary<string, string> _tables;

    private RecordTables(Dictionary<string, string> tables) => _tables = tables;

    public static RecordTables Now { get; } = new(Names.ToDictionary(name => name, name => $"record.{name}"));

    /// <summary>Needs the position bound as <c>@asof</c> wherever a fragment names {state}.</summary>
    public static RecordTables Past { get; } = new(new Dictionary<string, string>
    {
        ["state"] = Sql.Load(typeof(RecordTables), "Search/state-asof.sql"),
        ["clinical"] = "(select * from record.clinical union all select * from record.clinical_past)",
        ["ix_string"] = "(select * from record.ix_string union all select * from record.ix_string_past)",
        ["ix_date"] = "(select * from record.ix_date union all select * from record.ix_date_past)",
        ["ix_quantity"] = "(select * from record.ix_quantity union all select * from record.ix_quantity_past)",
        ["ix_composite"] = "(select * from record.ix_composite union all select * from record.ix_composite_past)",
        ["ix_place"] = "(select * from record.ix_place union all select * from record.ix_place_past)",
    });

    /// <summary>All versions that hold or held, as rows <c>s</c>: for conditions on one version by itself.</summary>
    public static RecordTables Ever { get; } = new(new Dictionary<string, string>(Past._tables)
    {
        ["state"] = Sql.Load(typeof(RecordTables), "Search/state-ever.sql"),
    });

    /// <summary>A statement or fragment file with its tables put in.</summary>
    public string Load(string path) => _texts.GetOrAdd(path, file => Name(Sql.Load(typeof(RecordTables), file)));

    private string Name(string text)
    {
        foreach (var (name, table) in _tables)
            text = text.Replace($"{{{name}}}", table, StringComparison.Ordinal);
        return text;
    }
}
