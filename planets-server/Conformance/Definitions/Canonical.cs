namespace Phr.Conformance.Definitions;

/// <summary>A canonical reference: <c>url</c>, <c>url|version</c>, either with a <c>#fragment</c>, which names nothing here.</summary>
public readonly record struct Canonical(string Url, string? Version)
{
    public static Canonical Parse(string text)
    {
        var fragment = text.IndexOf('#', StringComparison.Ordinal);
        var plain = fragment > 0 ? text[..fragment] : text;
        var bar = plain.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? new(plain, null) : new(plain[..bar], bar + 1 < plain.Length ? plain[(bar + 1)..] : null);
    }

    public override string ToString() => Version is null ? Url : $"{Url}|{Version}";
}
