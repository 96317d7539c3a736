using System.Globalization;
using NpgsqlTypes;
using Phr.Fhir.Units;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>Locations within a distance of a point, over the sphere (haversine). R4 location.html#positional:
/// <c>latitude|longitude|distance|unit</c>.</summary>
public sealed record NearCriterion(IReadOnlyList<NearCriterion.Circle> Circles) : Criterion
{
    /// <summary>Where no distance is given, which R4 leaves to the server.</summary>
    public const double MetresDefault = 10_000;

    private const double MetresADegree = 111_195;

    /// <summary>Degrees north and east.</summary>
    public readonly record struct Circle(double Latitude, double Longitude, double Metres);

    public static Answer<Criterion> Parse(SearchTerm term)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var circles = new List<Circle>(term.Values.Count);
        foreach (var value in term.Values)
        {
            if (Read(SearchTerm.Split(value, '|')) is not { } circle)
                return Refusals.Value(term,
                    "latitude|longitude|distance|unit, in degrees and a UCUM unit of length (km where none is given)");
            circles.Add(circle);
        }
        return new NearCriterion(circles);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append("(");
        for (var i = 0; i < Circles.Count; i++)
        {
            var (latitude, longitude, metres) = Circles[i];
            sql.Append(i == 0 ? "" : " or ").Append(
                context.Tables.Load("Search/Criteria/near.sql"),
                Double("latitude", latitude), Double("longitude", longitude), Double("metres", metres),
                    Double("degrees", metres / MetresADegree));
        }
        sql.Append(")");
    }

    private static Circle? Read(IReadOnlyList<string> parts)
    {
        if (parts.Count is < 2 or > 4 || Number(parts[0]) is not { } latitude || Number(parts[1]) is not { } longitude
            || Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180)
        {
            return null;
        }
        var distance = parts.ElementAtOrDefault(2) is { Length: > 0 } text ? Metres(text, parts.ElementAtOrDefault(3)) : MetresDefault;
        return distance is { } metres and >= 0 ? new Circle(latitude, longitude, metres) : null;
    }

    private static double? Metres(string text, string? unit) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var distance)
        && Ucum.Canonical(distance, string.IsNullOrEmpty(unit) ? "km" : unit) is { Unit: "m" } metres
            ? metres.Value : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static Binding Double(string name, double value) => new(name, value, NpgsqlDbType.Double);
}
