namespace Phr.Conformance.Terminology;

/// <summary>Whether a code is somewhere: not known where a code system or value set that the answer hangs on is not here.</summary>
public enum Membership { No, Yes, Unknown }

/// <summary>Kleene's logic of three values.</summary>
internal static class Memberships
{
    public static Membership From(bool? value) => value switch { true => Membership.Yes, false => Membership.No, null =>
        Membership.Unknown };

    public static Membership And(this Membership left, Membership right) =>
        left == Membership.No || right == Membership.No ? Membership.No
        : left == Membership.Yes && right == Membership.Yes ? Membership.Yes
        : Membership.Unknown;

    public static Membership Or(this Membership left, Membership right) =>
        left == Membership.Yes || right == Membership.Yes ? Membership.Yes
        : left == Membership.No && right == Membership.No ? Membership.No
        : Membership.Unknown;

    public static Membership Not(this Membership value) =>
        value switch { Membership.Yes => Membership.No, Membership.No => Membership.Yes, _ => Membership.Unknown };
}
