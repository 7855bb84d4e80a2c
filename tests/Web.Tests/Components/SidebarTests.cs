using Chameleon.Web.Components.Sidebar;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Components;

public sealed class SidebarTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    [Fact]
    public async Task A_conversation_that_is_deleted_can_be_had_back()
    {
        var conversation = await Chats.CreateAsync(UserId.Local, "To be deleted");
        var list = Render<ConversationSidebar>();
        await ActAsync(list, "button[aria-label='Delete “To be deleted”']", button => button.Click());

        list.WaitForState(() => list.FindAll(".toast").Count == 1);
        Assert.Null(await Chats.FindAsync(UserId.Local, conversation.Id));
        list.WaitForAssertion(() => Assert.Empty(list.FindAll($"a[href='/c/{conversation.Id}']")));

        await ActAsync(list, ".toast .button", button => button.Click());
        list.WaitForElement($"a[href='/c/{conversation.Id}']");
        Assert.NotNull(await Chats.FindAsync(UserId.Local, conversation.Id));
    }

    [Fact]
    public async Task A_title_is_changed_in_its_place()
    {
        var conversation = await Chats.CreateAsync(UserId.Local, "First title");
        var list = Render<ConversationSidebar>();
        await ActAsync(list, "button[aria-label='Rename “First title”']", button => button.Click());

        await ActAsync(list, ".rename input", box => box.Input("Second title"));
        await ActAsync(list, ".rename", form => form.Submit());

        list.WaitForAssertion(() => Assert.Equal("Second title", list.Find($"a[href='/c/{conversation.Id}']").TextContent));
    }

    [Fact]
    public async Task What_is_searched_for_is_found_in_what_was_said()
    {
        var conversation = await Chats.CreateAsync(UserId.Local, "About geometry");
        await Chats.AddMessageAsync(UserId.Local, conversation.Id, null, MessageRole.User, [new TextPart("a dodecahedron <b>")]);
        await Chats.CreateAsync(UserId.Local, "Something else");
        var list = Render<ConversationSidebar>();

        await ActAsync(list, "#search", box => box.Input("dodecahedron"));

        list.WaitForAssertion(() => Assert.Equal("About geometry", Assert.Single(list.FindAll(".hit b")).TextContent));
        await ActAsync(list, "#search", box => box.Input("nowheretobefound"));
        list.WaitForAssertion(() => Assert.Equal("Nothing found.", list.Find(".conversations [role=status]").TextContent));
    }
}
