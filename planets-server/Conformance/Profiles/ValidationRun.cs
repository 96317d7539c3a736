using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Structure;

namespace Phr.Conformance.Profiles;

/// <summary>How much one check may take, and report.</summary>
/// <param name="StepsMax">Elements visited, rules applied, and FHIRPath steps, together.</param>
/// <param name="IssuesMax">Issues reported.</param>
/// <param name="NestingMax">Rules inside each other: of elements, and of profiles through references and extensions.</param>
public sealed record ValidationLimits(long StepsMax, int IssuesMax, int NestingMax)
{
    /// <summary>20,000,000 steps, 500 issues, 256 rules inside each other.</summary>
    public static ValidationLimits Default { get; } = new(20_000_000, 500, 256);
}

/// <summary>One check of one document: what it has found and spent so far.</summary>
internal sealed class ValidationRun
{
    private readonly ProfileStore _profiles;
    private readonly ValidationLimits _limits;
    private readonly FhirPathEnvironment _environment;
    private readonly Dictionary<(Element, ElementRule), bool> _conforming = [];
    private readonly List<Issue> _issues = [];
    private readonly HashSet<(string, string, string)> _reported = [];
    private int _speculations;
    private int _failures;
    private int _nesting;
    private long _left;

    public ValidationRun(ProfileStore profiles, TerminologyStore terminology, ValidationLimits limits, TimeProvider clock)
    {
        (_profiles, Terminology, _limits, _left) = (profiles, terminology, limits, limits.StepsMax);
        _environment = new FhirPathEnvironment
        {
            Clock = clock,
            Limits = FhirPathLimits.Default with { WorkMax = Math.Min(FhirPathLimits.Default.WorkMax, limits.StepsMax) },
            MemberOf = new PathTerminology(terminology).IsMember,
            Subsumes = new PathTerminology(terminology).Subsumes,
            ConformsTo = Conforms,
            ElementDefinition = element => Definitions.Of(element),
            IsInSlice = (element, profile, name) => Definitions.IsInSlice(element, profile, name),
        };
    }

    /// <summary>For expressions that are evaluated beside a check; what <c>conformsTo()</c> takes of all of them comes out of this
    /// run's limit. A profile that is not known or too much work is not answered.</summary>
    public FhirPathEnvironment Paths => _environment with
    {
        ConformsTo = (element, profile) => Conforms(element, profile) is { } conforms && _left > 0 ? conforms : null,
    };

    private PathDefinitions Definitions => field ??= new PathDefinitions(_profiles, this);

    public TerminologyStore Terminology { get; }

    public ProfileStore Profiles => _profiles;

    public IReadOnlyList<Issue> Issues => _issues;

    /// <summary>Takes a step; false where there are none left.</summary>
    public bool Spend(long steps = 1)
    {
        if (_left <= 0)
            return false;
        _left -= steps;
        if (_left <= 0)
            _issues.Add(ProfileFault.TooMuchWork.At(""));
        return _left > 0;
    }

    public FhirType? TypeOf(string canonical) => _profiles.TypeOf(canonical);

    public void Report(Element element, ProfileFault fault)
    {
        if (IsKept(fault))
            Add(fault, element.Path());
    }

    /// <summary>About a child that is not there.</summary>
    public void ReportChild(Element owner, string name, ProfileFault fault)
    {
        if (IsKept(fault))
            Add(fault, $"{owner.Path()}.{name}");
    }

    /// <summary>Whether a constraint holds: only false breaks it, as an empty result says nothing. Null where it cannot be
    /// evaluated.</summary>
    public bool? Evaluate(FhirPathExpression expression, Element element)
    {
        if (!Spend())
            return true;
        var (items, error) = Evaluated(expression, element);
        return error is not null ? _left <= 0 ? true : null : items.OnlyValue switch
        {
            null => true,
            Value.Boolean answer => answer.IsTrue,
            Value.Node { Element.Boolean: { } answer } => answer,
            _ => true,
        };
    }

    /// <summary>What an expression leads to; nothing where it cannot be evaluated.</summary>
    public Collection Select(FhirPathExpression expression, Element element) => Spend() ? Evaluated(expression, element).Items : default;

    /// <summary>Whether an element conforms to a profile, without reporting why not; null where the profile is not known.</summary>
    public bool? Conforms(Element element, string canonical)
    {
        if (_profiles.Find(canonical) is not { } profile)
            return null;
        return R4.Type(profile.Type) is { } type && element.Type?.Is(type) == true && Follows(element, profile.Rule);
    }

    /// <summary>Whether an element follows a rule, without reporting why not.</summary>
    public bool Follows(Element element, ElementRule rule)
    {
        if (rule.IsEmpty)
            return true;
        if (_conforming.TryGetValue((element, rule), out var known))
            return known;
        // Two resources that refer to each other conform unless something else says that they do not.
        _conforming[(element, rule)] = true;
        var outer = _failures;
        (_failures, _speculations) = (0, _speculations + 1);
        Apply(element, rule);
        var isConforming = _failures == 0;
        (_failures, _speculations) = (outer, _speculations - 1);
        return _conforming[(element, rule)] = isConforming;
    }

    /// <summary>One profile: its faults are reported. Several: one of them has to fit.</summary>
    public void RequireOne(Element element, string label, IReadOnlyList<string> profiles)
    {
        if (profiles is [var only])
        {
            if (_profiles.Find(only) is { } profile)
                Apply(element, profile.Rule);
            else if (element.Type?.Name != "Extension")
                Report(element, ProfileFault.UnknownProfile);
        }
        else if (profiles.All(profile => Conforms(element, profile) == false))
            Report(element, ProfileFault.NotConforming(label, string.Join(", ", profiles)));
    }

    /// <summary>Applies a rule to an element and, by it, to what is below.</summary>
    public void Apply(Element element, ElementRule rule)
    {
        if (rule.IsEmpty || !Spend())
            return;
        if (_nesting >= _limits.NestingMax)
        {
            Add(ProfileFault.TooMuchWork, "");
            return;
        }
        _nesting++;
        foreach (var check in rule.Checks)
            check.Check(element, this);
        foreach (var child in rule.Children)
            ChildWalk.Check(element, child, this);
        _nesting--;
    }

    private FhirPathResult Evaluated(FhirPathExpression expression, Element element)
    {
        var result = expression.Evaluate(element, _environment);
        Spend(result.Spent);
        return result;
    }

    private bool IsKept(ProfileFault fault)
    {
        if (_speculations == 0)
            return _issues.Count < _limits.IssuesMax;
        if (fault.Severity == IssueSeverity.Error)
            _failures++;
        return false;
    }

    private void Add(ProfileFault fault, string place)
    {
        if (_reported.Add((fault.Rule, place, fault.English)))
            _issues.Add(fault.At(place));
    }
}
