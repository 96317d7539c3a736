using System.Text;

namespace Phr.Fhir.Definitions;

/// <summary>The codes of a value set to which an element is bound with strength required.</summary>
public sealed class RequiredCodes
{
    private readonly Utf8Table<byte[][]> systemsOfCode;

    internal RequiredCodes(ValueSetRow row)
    {
        Url = row.Url;
        systemsOfCode = new([.. row.Codes.GroupBy(code => code.Code, code => code.System, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(
                group.Key, group.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).ToArray()))]);
    }

    /// <summary>Canonical URL of the value set, without version.</summary>
    public string Url { get; }

    /// <summary>Whether a code without a system, as an element of type code has it, is in the value set.</summary>
    public bool Contains(ReadOnlySpan<byte> code) => systemsOfCode.Find(code) is not null;

    /// <summary>Whether a Coding's system and code are in the value set.</summary>
    public bool Contains(ReadOnlySpan<byte> system, ReadOnlySpan<byte> code)
    {
        foreach (var candidate in systemsOfCode.Find(code) ?? [])
            if (system.SequenceEqual(candidate))
                return true;
        return false;
    }

    /// <summary>The code system of a code; null where the value set has the code from none or from several.</summary>
    internal byte[]? SystemOf(ReadOnlySpan<byte> code) => systemsOfCode.Find(code) is [var system] ? system : null;
}
