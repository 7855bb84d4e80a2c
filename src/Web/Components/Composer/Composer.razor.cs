using System.Text.Json;
using Chameleon.Engine.Models;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Chameleon.Web.Components.Chat;

/// <summary>
/// Where a message is written: words, with pictures between them. The writing itself is composer.js's; here arrives what
/// is to be said, as a stream, so that its length is ours to limit.
/// </summary>
public sealed partial class Composer
{
    private ElementReference form;
    private IJSObjectReference? module;
    private DotNetObjectReference<Composer>? self;
    private string? attached;

    /// <summary>Whose draft it is, among all composers of all conversations.</summary>
    [Parameter, EditorRequired]
    public string Key { get; set; } = "";

    /// <summary>What stands in it at first.</summary>
    [Parameter]
    public IReadOnlyList<MessagePart> Parts { get; set; } = [];

    /// <summary>Who answers; null: not known yet.</summary>
    [Parameter]
    public ModelInfo? Model { get; set; }

    /// <summary>Whether an answer is under way, which can be stopped.</summary>
    [Parameter]
    public bool IsAnswering { get; set; }

    /// <summary>Takes what is to be said; gives back what is wrong with it, or null.</summary>
    [Parameter, EditorRequired]
    public Func<IReadOnlyList<MessagePart>, Task<string?>> OnSay { get; set; } = null!;

    /// <summary>The answer under way is to be stopped.</summary>
    [Parameter]
    public EventCallback OnStop { get; set; }

    /// <summary>Nothing is to be changed after all; without it there is nothing to cancel.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string HintId => $"hint-{Key}";

    /// <summary>For composer.js: says what was written.</summary>
    /// <param name="draft">The pieces as JSON.</param>
    /// <returns>What is wrong with it, for the person; null when it was said.</returns>
    [JSInvokable]
    public async Task<string?> SayAsync(IJSStreamReference draft)
    {
        if (draft.Length > MessageDraft.MaxBytes)
        {
            return string.Format(null, Words.TooLong, MessageDraft.MaxBytes >> 10);
        }

        try
        {
            await using var stream = await draft.OpenReadStreamAsync(MessageDraft.MaxBytes);
            var parts = await MessageDraft.ReadAsync(stream);
            return parts.Count == 0 ? Words.NothingToSay : await OnSay(parts);
        }
        catch (DataStoreException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or KeyNotFoundException)
        {
            return Words.NotUnderstood;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        try
        {
            if (module is not null)
            {
                await module.InvokeVoidAsync("detach", form);
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and what was attached with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (attached == Key)
        {
            return;
        }

        attached = Key;
        self ??= DotNetObjectReference.Create(this);
        module ??= await JS.InvokeAsync<IJSObjectReference>("import", "./js/composer.js");
        await module.InvokeVoidAsync("attach", form, self, Key, MessageDraft.Pieces(Parts), Texts);
    }

    private static Dictionary<string, string> Texts => new()
    {
        ["picture"] = Words.ComposerPicture,
        ["moved"] = Words.PictureMoved,
        ["removed"] = Words.PictureRemoved,
        ["added"] = Words.PictureAdded,
        ["tooMany"] = Words.TooManyPictures,
        ["tooLarge"] = string.Format(null, Words.PictureSize, Pictures.PictureIntake.MaxBytes >> 20),
        ["failed"] = Words.UploadCut,
        ["lost"] = Words.ConnectionLost,
    };
}
