using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Access;

/// <summary>
/// Whom a Binary is for: who may see the resource that it says it belongs to, as if it were that resource (R4 security.html#binary), and may
/// see the Binary itself. Without one, or with one that is not there, nobody but its writer.
/// </summary>
internal static class BinaryCondition
{
    public const string Type = "Binary";

    /// <summary>Element that says what it belongs to.</summary>
    public const string Parameter = "securityContext";

    /// <summary>FHIRPath of it.</summary>
    public const string Place = $"{Type}.{Parameter}";

    private static readonly string OfContext = Sql.Load(typeof(BinaryCondition), "Access/binary.sql");
    private static readonly string OfWriter = Sql.Load(typeof(BinaryCondition), "Access/binary-of-writer.sql");
    private static readonly short Number = ResourceTypes.Number(Type);

    // What these are decided by is looked up for a row itself, not for what another row names.
    private static readonly short[] Barred = [Number, ResourceTypes.Number("Provenance")];

    /// <summary>Whether rows of these types may be Binaries that others decide.</summary>
    public static bool MayHold(RecordReader reader, IReadOnlyList<string>? types) =>
        reader is not RecordReader.Own && types?.Contains(Type) != false;

    /// <summary>Appends to what a person may see that they wrote it: their Binary may lie outside of any person's stream.</summary>
    public static void AppendOfWriter(SqlText sql, Visibility visibility)
    {
        if (visibility.Reader is RecordReader.Person)
            sql.Append(OfWriter, Binding.Short("binary", Number), Binding.Text("source", visibility.Source));
    }

    /// <summary>Appends, behind a condition on rows <c>s</c>, what has to hold of a Binary as well.</summary>
    public static void Append(SqlText sql, Visibility visibility)
    {
        sql.Append(
            OfContext, Binding.Short("binary", Number), Binding.Text("source", visibility.Source),
            Binding.Long("context", visibility.Keys.ReferenceKey(Parameter)), Binding.Shorts("barred", Barred));
        visibility.AppendReader(sql);
        ScopeCondition.Append(sql, visibility);
        sql.Append("))");
    }
}
