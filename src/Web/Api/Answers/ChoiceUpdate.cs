using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>News of one of the answers to a request.</summary>
/// <param name="Choice">Which answer, from 0.</param>
/// <param name="Update">The news.</param>
internal readonly record struct ChoiceUpdate(int Choice, ChatResponseUpdate Update);
