using Chameleon.Cli.Chat;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Tests.Chat;

public class ConversationTests
{
    private readonly Conversation conversation = new();

    [Fact]
    public void The_prompt_is_all_turns_each_with_its_end()
    {
        conversation.Add([Picture(1), Text("What is this?")], [Text("A heart.")]);
        Assert.Equal("[1] What is this? | A heart. | Really? |", Show(conversation.Prompt([Text("Really?")])));
    }

    [Fact]
    public void A_question_without_answer_was_never_asked()
    {
        conversation.Add([Text("a")], []);
        Assert.Empty(conversation.Turns);
    }

    [Fact]
    public void The_last_turn_can_be_taken_back_and_the_oldest_forgotten()
    {
        conversation.Add([Text("one")], [Text("1")]);
        conversation.Add([Text("two")], [Text("2")]);
        conversation.Add([Text("three")], [Text("3")]);
        conversation.TakeBack();
        Assert.True(conversation.ForgetOldest());
        Assert.Equal("two | 2 | x |", Show(conversation.Prompt([Text("x")])));
        Assert.True(conversation.ForgetOldest());
        Assert.False(conversation.ForgetOldest());
        conversation.TakeBack();
        Assert.Empty(conversation.Turns);
    }

    [Fact]
    public void Clearing_forgets_everything()
    {
        conversation.Add([Text("one")], [Text("1")]);
        conversation.Clear();
        Assert.Equal("x |", Show(conversation.Prompt([Text("x")])));
    }

    private static PromptPart.Text Text(string value) => new(value);

    private static PromptPart.PictureCodes Picture(int code) => new([code]);

    private static string Show(IEnumerable<PromptPart> parts) => string.Join(' ', parts.Select(part => part switch
    {
        PromptPart.Text text => text.Value,
        PromptPart.PictureCodes picture => $"[{picture.Codes[0]}]",
        PromptPart.EndOfTurn => "|",
        _ => "?",
    }));
}
