using Microsoft.AspNetCore.Routing;

namespace Phr.Planets.Terminology;

/// <summary>The operations of terminology, each by name.</summary>
internal static class TerminologyOperations
{
    public static void Map(RouteGroupBuilder fhir)
    {
        Expand.Map(fhir);
        ValidateCode.Map(fhir);
        Lookup.Map(fhir);
        Subsumes.Map(fhir);
        Translate.Map(fhir);
    }
}
