namespace Chameleon.Web.Data;

/// <summary>Some of a list, in order.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="Next">Where to go on, given back as it is; null at the end. Fit for an address. Stays good while the list changes.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
