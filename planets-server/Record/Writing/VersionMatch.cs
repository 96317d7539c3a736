namespace Phr.Planets.Record.Writing;

/// <summary>What <c>If-Match</c> asks for (RFC 9110 §13.1.1): that one of these versions is the present one.</summary>
/// <param name="Versions">Null of <c>*</c>: any, but there has to be one.</param>
public sealed record VersionMatch(IReadOnlyList<int>? Versions)
{
    public static VersionMatch Of(int version) => new([version]);

    public bool Holds(int version) => Versions?.Contains(version) != false;
}
