using Phr.Planets.Series.Uploads;
using Phr.Planets.Series.Views;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>Observations that the platform itself makes of uploaded readings, under ids that it works out.</summary>
internal static class DerivedResources
{
    /// <summary>Why a caller may not write one of them; null where they may.</summary>
    /// <param name="isThere">A reading that is there can be corrected or deleted as the Observation it is.</param>
    public static Refusal? Keeps(string type, string id, bool isThere)
    {
        if (type != "Observation" || !DerivedId.IsOne(id))
            return null;
        if (DayId.IsDaily(id) || DayId.IsSamples(id))
        {
            return new Refusal(
                RefusalKind.Unprocessable, "This Observation is worked out from readings and changes with them.", "Observation.id",
                    "business-rule");
        }
        return isThere
            ? null
            : new Refusal(RefusalKind.Unprocessable, "Ids of this form are given to uploaded readings.", "Observation.id", "business-rule");
    }
}
