using Phr.EventLog;

namespace Phr.Planets.Record.State;

/// <summary>
/// Events that join streams: in the person's own stream, with the joined stream as id and the Consent that says so as
/// type, so that the header
/// alone tells them. A stored format.
/// </summary>
public static class LinkEvents
{
    private const string TypePrefix = "Consent/";
    private const string MergeType = "Patient.merge";

    public static NewEvent Link(long stream, string consent) => Of(EventKind.Linked, stream, TypePrefix + consent);

    public static NewEvent Unlink(long stream, string consent) => Of(EventKind.Unlinked, stream, TypePrefix + consent);

    /// <summary>In the stream of the Patient that stays: another stream of its source is merged into it.</summary>
    /// <param name="versions">What takes it back.</param>
    public static NewEvent Merge(long stream, ReadOnlyMemory<byte> versions) =>
        Of(EventKind.Linked, stream, MergeType) with { Body = versions };

    public static NewEvent Part(long stream) => Of(EventKind.Unlinked, stream, MergeType);

    /// <summary>Whether it merges or parts Patients of one source; otherwise a Consent says it.</summary>
    public static bool IsOfMerge(ProjectedEvent e) => e.Type == MergeType;

    public static string ConsentOf(ProjectedEvent e) => e.Type[TypePrefix.Length..];

    private static NewEvent Of(EventKind kind, long stream, string type) => new(
        kind, type, stream.ToString(System.Globalization.CultureInfo.InvariantCulture), 0, null, default);
}
