using Phr.EventLog;

namespace Phr.Planets.Record.State;

/// <summary>
/// Events that join streams: in the person's own stream, with the joined stream as id and the Consent that says so as type, so that the header
/// alone tells them. A stored format.
/// </summary>
public static class LinkEvents
{
    private const string TypePrefix = "Consent/";

    public static NewEvent Link(long stream, string consent) => Of(EventKind.Linked, stream, consent);

    public static NewEvent Unlink(long stream, string consent) => Of(EventKind.Unlinked, stream, consent);

    public static string ConsentOf(ProjectedEvent e) => e.Type[TypePrefix.Length..];

    private static NewEvent Of(EventKind kind, long stream, string consent) => new(
        kind, TypePrefix + consent, stream.ToString(System.Globalization.CultureInfo.InvariantCulture), 0, null, default);
}
