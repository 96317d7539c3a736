using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Search;

namespace Phr.Planets.Http;

/// <summary>Route constraint <c>resource</c>: the name of an R4 resource type.</summary>
public sealed class ResourceRoute : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values,
        RouteDirection routeDirection) =>
        values[routeKey] is string name && ResourceTypes.Find(name) is not null;
}
