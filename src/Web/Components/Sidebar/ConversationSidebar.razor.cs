using Chameleon.Web.Data;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Components.Routing;

namespace Chameleon.Web.Components.Sidebar;

/// <summary>The list of conversations: find, open, rename, delete and take that back.</summary>
public sealed partial class ConversationSidebar
{
    private const int PageSize = 200;
    private IReadOnlyList<Conversation> conversations = [];
    private IReadOnlyList<SearchHit>? hits;
    private Conversation? deleted;
    private ConversationId? current;
    private string search = "";

    /// <inheritdoc/>
    public void Dispose()
    {
        Feed.Changed -= OnChanged;
        Navigation.LocationChanged -= OnMoved;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Feed.Changed += OnChanged;
        Navigation.LocationChanged += OnMoved;
        current = ConversationAddress.Read(Navigation);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            (conversations, hits) = ((await Chats.ListAsync(Me.Id, PageSize)).Items, null);
            return;
        }

        var sought = search;
        var found = await Chats.SearchAsync(Me.Id, sought, PageSize);
        if (sought == search)
        {
            hits = found.Items;
        }
    }

    private async Task DeleteAsync(Conversation conversation)
    {
        await Chat.DeleteAsync(Me.Id, conversation.Id);
        deleted = conversation;
        if (conversation.Id == current)
        {
            Navigation.NavigateTo("/");
        }
    }

    private async Task RestoreAsync()
    {
        var restored = deleted!;
        deleted = null;
        await Chat.RestoreAsync(Me.Id, restored.Id);
        Navigation.NavigateTo(ConversationAddress.Of(restored.Id));
    }

    private string Age(Conversation conversation) => (Time.GetLocalNow().Date - conversation.Updated.ToLocalTime().Date).Days switch
    {
        <= 0 => Words.Today,
        1 => Words.Yesterday,
        < 7 => Words.ThisWeek,
        _ => Words.Earlier,
    };

    private void OnChanged(ConversationId conversation) => _ = InvokeAsync(async () =>
    {
        try
        {
            await LoadAsync();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });

    private void OnMoved(object? sender, LocationChangedEventArgs move) => _ = InvokeAsync(() =>
    {
        current = ConversationAddress.Read(Navigation);
        StateHasChanged();
    });
}
