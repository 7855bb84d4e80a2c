namespace Chameleon.Web.Data;

/// <summary>With what an answer is made.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Seed">The seed, so that the answer can be made again.</param>
/// <param name="SettingsJson">The settings, as one JSON object; null: none.</param>
public sealed record NewAnswer(string? Model = null, long? Seed = null, string? SettingsJson = null);
