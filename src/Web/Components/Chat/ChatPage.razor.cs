using Chameleon.Web.Data;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace Chameleon.Web.Components.Chat;

/// <summary>A conversation: what was said, what is being said, and where to say more.</summary>
public sealed partial class ChatPage
{
    /// <summary>So few that a long conversation opens at once; scrolling up brings the others.</summary>
    private const int PageSize = 24;
    private const int AnnouncedLength = 300;
    private IReadOnlyList<StoredMessage> messages = [];
    private StoredMessage? answering;
    private ConversationId? shown;
    private string? title;
    private string? announcement;
    private bool hasEarlier;
    private int wanted = PageSize;
    private int loads;

    /// <summary>The conversation; null: a new one.</summary>
    [Parameter]
    public long? Id { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Feed.Changed -= OnChanged;
        Loader.Changed -= OnModel;
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Feed.Changed += OnChanged;
        Loader.Changed += OnModel;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var conversation = Id is { } id ? new ConversationId(id) : (ConversationId?)null;
        if (conversation != shown)
        {
            (shown, messages, answering, title, announcement, wanted) = (conversation, [], null, null, null, PageSize);
            loads++;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (shown is not { } conversation)
        {
            return;
        }

        var load = ++loads;
        if (await Chats.FindAsync(Me.Id, conversation) is not { } found)
        {
            Navigation.NavigateTo("/");
            return;
        }

        var page = await Chats.ReadAsync(Me.Id, conversation, wanted);
        if (load != loads)
        {
            // A later one knows more.
            return;
        }

        (title, messages, hasEarlier) = (found.Title, page.Messages, page.HasEarlier);
        var now = messages.LastOrDefault(message => message.State == MessageState.Streaming);
        Announce(before: answering, now);
        answering = now;
    }

    private void Announce(StoredMessage? before, StoredMessage? now)
    {
        if (now is not null)
        {
            announcement = Words.Answering;
        }
        else if (before is not null && messages.FirstOrDefault(message => message.Id == before.Id) is { } ended)
        {
            var said = ended.Text.Length > AnnouncedLength ? ended.Text[..AnnouncedLength] : ended.Text;
            announcement = string.Format(null, Words.Answered, said, ended.Parts.OfType<PicturePart>().Count());
        }
    }

    private async Task<string?> SayAsync(IReadOnlyList<MessagePart> parts)
    {
        var conversation = await Chat.SayAsync(Me.Id, shown, messages.Count > 0 ? messages[^1].Id : null, parts, Settings.Current);
        if (shown is null)
        {
            Navigation.NavigateTo(ConversationAddress.Of(conversation));
        }

        return null;
    }

    private async Task EditAsync((StoredMessage Message, IReadOnlyList<MessagePart> Parts) edit) =>
        await Chat.SayAsync(Me.Id, shown, edit.Message.Parent, edit.Parts, Settings.Current);

    private Task AnswerAgainAsync(StoredMessage answer) => Chat.AnswerAgainAsync(Me.Id, shown!.Value, answer, Settings.Current);

    private Task ShowAsync(MessageId version) => Chat.ShowAsync(Me.Id, shown!.Value, version);

    private Task ShowEarlierAsync()
    {
        wanted = Math.Min(wanted + PageSize, DataLimits.Page);
        return LoadAsync();
    }

    private void Stop()
    {
        if (answering is { } message)
        {
            Desk.Find(Me.Id, message.Id)?.Stop();
        }
    }

    private void OnModel() => _ = InvokeAsync(StateHasChanged);

    private void OnChanged(ConversationId conversation) => _ = InvokeAsync(async () =>
    {
        try
        {
            if (conversation == shown)
            {
                await LoadAsync();
                StateHasChanged();
            }
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });
}
