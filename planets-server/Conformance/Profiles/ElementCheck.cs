using System.Globalization;
using System.Text;
using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;

namespace Phr.Conformance.Profiles;

/// <summary>One thing that is checked of an element by itself.</summary>
internal abstract class ElementCheck
{
    public abstract void Check(Element element, ValidationRun run);
}

internal sealed class FixedCheck(string label, ExpectedValue expected) : ElementCheck
{
    public override void Check(Element element, ValidationRun run)
    {
        if (!expected.IsEqual(element))
            run.Report(element, ProfileFault.NotFixed(label));
    }
}

internal sealed class PatternCheck(string label, ExpectedValue expected) : ElementCheck
{
    public override void Check(Element element, ValidationRun run)
    {
        if (!expected.IsMatched(element))
            run.Report(element, ProfileFault.NotPattern(label));
    }
}

internal sealed class LengthCheck(string label, int charactersMax) : ElementCheck
{
    public override void Check(Element element, ValidationRun run)
    {
        if (element.HasValue && element.Utf8.Length > charactersMax && Encoding.UTF8.GetCharCount(element.Utf8) > charactersMax)
            run.Report(element, ProfileFault.TooLong(label, charactersMax));
    }
}

/// <summary>minValue[x] and maxValue[x]: numbers by value, dates and times as far as their texts can be compared.</summary>
internal sealed class RangeCheck(string label, ExpectedValue? min, ExpectedValue? max) : ElementCheck
{
    public override void Check(Element element, ValidationRun run)
    {
        if ((min?.Text is { } low && Compare(element, low) < 0) || (max?.Text is { } high && Compare(element, high) > 0))
            run.Report(element, ProfileFault.OutOfRange(label));
    }

    private static int Compare(Element element, string bound) =>
        element.Kind == JsonKind.Number
            ? element.Decimal is { } own && decimal.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)
                ? own.CompareTo(limit) : 0
            : element.Text is { } text ? string.CompareOrdinal(text, bound) : 0;
}

/// <summary>The types that a profile leaves, each with the profiles that a value of it has to conform to one of.</summary>
internal sealed class TypeCheck(string label, IReadOnlyList<(FhirType Type, IReadOnlyList<string> Profiles)> allowed) : ElementCheck
{
    private readonly string _names = string.Join(", ", allowed.Select(type => type.Type.Name).Distinct());

    public override void Check(Element element, ValidationRun run)
    {
        if (element.Type is not { } own)
            return;
        var fitting = allowed.Where(type => own.Is(type.Type)).ToList();
        if (fitting.Count == 0)
            run.Report(element, ProfileFault.WrongType(label, _names));
        else if (!fitting.Exists(type => type.Profiles.Count == 0))
            run.RequireOne(element, label, [.. fitting.SelectMany(type => type.Profiles)]);
    }
}

/// <summary>What a Reference may name: by its type, and by profiles where the resource is in the same document.</summary>
internal sealed class TargetCheck(string label, IReadOnlyList<string> targets) : ElementCheck
{
    public override void Check(Element element, ValidationRun run)
    {
        if (element.Type?.Name is not ("Reference" or "canonical"))
            return;
        var resolved = LocalReference.Find(element);
        if ((resolved.Exists ? resolved.Type : LocalReference.TypeNamed(element)) is not { } type)
            return;
        var known = targets.Select(url => (Url: url, Type: run.TypeOf(url))).ToList();
        if (known.Exists(target => target.Type is null))
            return; // A target that is not known here could be anything.
        var fitting = known.Where(target => type.Is(target.Type!)).ToList();
        if (fitting.Count == 0)
            run.Report(element, ProfileFault.WrongTarget(label, string.Join(", ", known.Select(target => target.Type!.Name).Distinct())));
        else if (resolved.Exists && !fitting.Exists(target => run.Conforms(resolved, target.Url) != false))
            run.Report(element, ProfileFault.NotConforming(label, string.Join(", ", fitting.Select(target => target.Url))));
    }
}

internal sealed class ConstraintCheck(ConstraintFacts constraint) : ElementCheck
{
    private readonly Lazy<FhirPathExpression?> _expression = new(() => FhirPathExpression.Compile(constraint.Expression).Expression);

    public override void Check(Element element, ValidationRun run)
    {
        // Of contained resources no narrative is asked for (R4 references.html#contained).
        if (constraint.Key == "dom-6" && element.Name == "contained")
            return;
        if (_expression.Value is not { } expression || run.Evaluate(expression, element) is not { } holds)
            run.Report(element, ProfileFault.NotEvaluated(constraint.Key));
        else if (!holds)
            run.Report(element, ProfileFault.Broken(constraint));
    }
}

/// <summary>A binding: required, extensible, or only a maximum value set.</summary>
internal sealed class BindingCheck(BindingFacts binding) : ElementCheck
{
    public override void Check(Element element, ValidationRun run)
    {
        if (binding.Strength is "required" or "extensible")
            Check(element, run, binding.ValueSet, binding.Strength == "required");
        if (binding.MaxValueSet is { } maximum)
            Check(element, run, maximum, isRequired: true);
    }

    public static Membership IsIn(Element element, ValueSet set, TerminologyStore store)
    {
        switch (element.Type?.Name)
        {
            case "CodeableConcept":
                var any = Membership.No;
                foreach (var coding in element.Children("coding"))
                    any = any.Or(OfCoding(coding, set, store));
                return any;
            case "Coding" or "Quantity":
                return OfCoding(element, set, store);
            default:
                return element.Text is { } code ? store.IsMember(set, null, code) : Membership.Yes;
        }
    }

    private static Membership OfCoding(Element coding, ValueSet set, TerminologyStore store) =>
        coding.Child("code").Text is { } code ? store.IsMember(set, coding.Child("system").Text ?? "", code) : Membership.No;

    private static void Check(Element element, ValidationRun run, string url, bool isRequired)
    {
        if (!isRequired && !HasCode(element))
            return;
        if (run.Terminology.ValueSet(url) is not { } set)
        {
            run.Report(element, ProfileFault.NotTold(url));
            return;
        }
        switch (IsIn(element, set, run.Terminology))
        {
            case Membership.No:
                run.Report(element, ProfileFault.NotInValueSet(isRequired, url));
                break;
            case Membership.Unknown:
                run.Report(element, ProfileFault.NotTold(url));
                break;
            default:
                break;
        }
    }

    // An extensible binding allows text alone, a Quantity without a code, a value that is only an extension.
    private static bool HasCode(Element element) => element.Type?.Name switch
    {
        "CodeableConcept" => element.Child("coding").Exists,
        "Coding" or "Quantity" => element.Child("code").Exists,
        _ => element.HasValue,
    };
}
