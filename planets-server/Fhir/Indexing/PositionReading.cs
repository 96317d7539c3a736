using System.Globalization;
using Phr.Fhir.Definitions;
using static Phr.Fhir.Definitions.Known;

namespace Phr.Fhir.Indexing;

/// <summary>The position of a Location, for the parameter near (R4 location.html#positional).</summary>
internal static class PositionReading
{
    public static void Read(SearchParameter parameter, Element element, IndexEntries into)
    {
        if (Degrees(element.Child(Names.Latitude), 90) is { } latitude && Degrees(element.Child(Names.Longitude), 180) is { } longitude)
            into.Add(new PositionEntry(parameter, latitude, longitude));
    }

    private static double? Degrees(Element element, double max) =>
        double.TryParse(element.Utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= max
            ? degrees : null;
}
