using Phr.Fhir;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Subscriptions;

/// <summary>Looks up what subscriptions ask for, among the search parameters of R4 and the site's own.</summary>
public sealed class SubscriptionReading(CriterionParser parser, CustomParameters own, ReceiverAddresses receivers)
{
    /// <summary>Of a body whose structure holds.</summary>
    public ValueTask<Answer<SubscriptionDraft>> Draft(Element root, Caller caller, CancellationToken ct) =>
        own.Read(parser, known => SubscriptionDraft.Read(root, caller, known, receivers), ct);

    /// <summary>Refused where a parameter that the criteria name is no longer there.</summary>
    public ValueTask<Answer<EventMatch>> Match(SubscriptionOrder order, CancellationToken ct) =>
        own.Read(parser, known => EventMatch.Parse(order.Criteria, order.Filters, known), ct);
}
