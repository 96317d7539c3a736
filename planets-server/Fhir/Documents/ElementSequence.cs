using Phr.Fhir.Definitions;

namespace Phr.Fhir;

/// <summary>Children of an element, for <c>foreach</c> without allocation.</summary>
public readonly struct ElementSequence
{
    internal const int AnyName = -1;
    private const int UnknownName = -2;
    private readonly FhirDocument document;
    private readonly int parent;
    private readonly int nameId;
    private readonly string? name;

    internal ElementSequence(FhirDocument document, int parent, int nameId)
    {
        this.document = document;
        this.parent = parent;
        this.nameId = nameId;
    }

    internal ElementSequence(FhirDocument document, int parent, string name)
        : this(document, parent, UnknownName) => this.name = name;

    public Enumerator GetEnumerator() => new(this);

    public bool Any()
    {
        var each = GetEnumerator();
        return each.MoveNext();
    }

    public int Count()
    {
        var count = 0;
        foreach (var _ in this)
            count++;
        return count;
    }

    /// <summary>The first, or <c>default</c>.</summary>
    public Element FirstOrDefault()
    {
        var each = GetEnumerator();
        return each.MoveNext() ? each.Current : default;
    }

    private bool Matches(int index) => nameId switch
    {
        AnyName => true,
        UnknownName => document.UnknownName(index) == name,
        _ => document.NameId(index) == nameId,
    };

    public struct Enumerator
    {
        private readonly ElementSequence sequence;
        private readonly int end;
        private int next;

        internal Enumerator(ElementSequence sequence)
        {
            this.sequence = sequence;
            // An element without content (a primitive without sibling) has no node to look below.
            next = sequence.parent < 0 ? 0 : sequence.parent + 1;
            end = sequence.parent < 0 ? 0 : sequence.document.Nodes[sequence.parent].Next;
            Current = default;
        }

        public Element Current { get; private set; }

        public bool MoveNext()
        {
            while (next < end)
            {
                var index = next;
                ref readonly var node = ref sequence.document.Nodes[index];
                next = node.Next;
                if ((node.Flags & NodeFlags.Hidden) != 0 || !sequence.Matches(index))
                    continue;
                Current = new Element(sequence.document, index);
                return true;
            }
            return false;
        }
    }
}
