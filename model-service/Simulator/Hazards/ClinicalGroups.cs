namespace Phr.Simulator.Hazards;

/// <summary>Keys of the clinical groups, as truth files and explanations write them.</summary>
public static class ClinicalGroups
{
    private static readonly string[] Keys =
    [
        "age-sex-family", "blood-pressure", "glucose-metabolism", "lipids", "kidney", "weight", "smoking", "heart-rhythm", "heart-and-vessels",
        "mental-health", "activity", "past-pregnancy", "cancer", "treatment", "unmeasured",
    ];

    public static string Key(this ClinicalGroup group) => Keys[(int)group];
}
