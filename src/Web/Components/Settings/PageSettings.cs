using System.Text.Json;
using Chameleon.Web.Answers;

namespace Chameleon.Web.Components.Settings;

/// <summary>The settings of the page's next answer, kept in the browser. One per page.</summary>
/// <param name="script">The browser.</param>
internal sealed class PageSettings(PageScript script)
{
    private const string Name = "settings";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>They are others now.</summary>
    public event Action? Changed;

    /// <summary>What they are.</summary>
    public AnswerSettings Current { get; private set; } = AnswerSettings.Default;

    /// <summary>Sets and keeps them.</summary>
    public async Task SetAsync(AnswerSettings settings)
    {
        Current = settings.Clamped();
        Changed?.Invoke();
        await script.RememberAsync(Name, JsonSerializer.Serialize(Current, Json));
    }

    /// <summary>Takes what the browser kept; what is not ours is left alone.</summary>
    public async Task RecallAsync()
    {
        try
        {
            if (await script.RecallAsync(Name) is { } kept && JsonSerializer.Deserialize<AnswerSettings>(kept, Json) is { } settings)
            {
                Current = settings.Clamped();
                Changed?.Invoke();
            }
        }
        catch (JsonException)
        {
            // Written by another version, or by hand.
        }
    }
}
