namespace Phr.Conformance.Terminology;

/// <summary>A concept of a code system. Parents and children are those of the hierarchy and of the parent and child properties.</summary>
public sealed class Concept(string code, string? display, string? definition)
{
    private readonly List<Concept> _parents = [];
    private readonly List<Concept> _children = [];
    private readonly List<Designation> _designations = [];
    private readonly List<ConceptProperty> _properties = [];

    public string Code { get; } = code;

    public string? Display { get; } = display;

    public string? Definition { get; } = definition;

    public IReadOnlyList<Concept> Parents => _parents;

    public IReadOnlyList<Concept> Children => _children;

    public IReadOnlyList<Designation> Designations => _designations;

    public IReadOnlyList<ConceptProperty> Properties => _properties;

    /// <summary>Whether the code only groups others: it is no value of an element.</summary>
    public bool IsAbstract { get; internal set; }

    /// <summary>Whether the code is no longer to be used.</summary>
    public bool IsInactive { get; internal set; }

    /// <summary>The concept and all above it, each once, nearest first.</summary>
    public IEnumerable<Concept> Ancestry() => Walk(concept => concept._parents);

    /// <summary>The concept and all below it, each once, nearest first.</summary>
    public IEnumerable<Concept> Descendants() => Walk(concept => concept._children);

    /// <summary>Whether this is <paramref name="other"/> or stands above it.</summary>
    public bool Subsumes(Concept other) => other.Ancestry().Contains(this);

    internal void Add(Designation designation) => _designations.Add(designation);

    internal void Add(ConceptProperty property) => _properties.Add(property);

    internal static void Link(Concept parent, Concept child)
    {
        if (ReferenceEquals(parent, child) || parent._children.Contains(child))
            return;
        parent._children.Add(child);
        child._parents.Add(parent);
    }

    // A circle in the properties of a faulty code system ends where it began.
    private IEnumerable<Concept> Walk(Func<Concept, IEnumerable<Concept>> next)
    {
        yield return this;
        if (!next(this).Any())
            yield break;
        var seen = new HashSet<Concept> { this };
        var waiting = new Queue<Concept>(next(this));
        while (waiting.TryDequeue(out var concept))
        {
            if (!seen.Add(concept))
                continue;
            yield return concept;
            foreach (var further in next(concept))
                waiting.Enqueue(further);
        }
    }
}

/// <summary>Another way to say a concept.</summary>
/// <param name="Use">What for, such as the coding <c>display</c>; null where it is not said.</param>
public sealed record Designation(string? Language, SystemCode? Use, string? UseDisplay, string Value);

/// <param name="Type">FHIR type of the value: code, string, Coding, integer, boolean, dateTime, decimal.</param>
/// <param name="Value">As text; of a Coding its code.</param>
/// <param name="System">Of a Coding its system.</param>
public sealed record ConceptProperty(string Code, string Type, string Value, string? System = null, string? Display = null);

/// <summary>A code together with the system that gives it its meaning.</summary>
public readonly record struct SystemCode(string System, string Code);
