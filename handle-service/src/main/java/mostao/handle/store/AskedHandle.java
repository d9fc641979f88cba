package mostao.handle.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.JsonText;
import mostao.ao.runtime.unit.Questions;
import mostao.ao.runtime.unit.Questions.Question;
import mostao.handle.model.ChatCounts;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxHead;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.SenderShare;

/** One handle's committed rows, for one read. */
public record AskedHandle(Questions questions, String process) implements HandleView {
  private static final Question<ObjectNode> PROFILE =
      new Question<>(
          "select profile from handle_profile where process = ?",
          row -> (ObjectNode) JsonText.tree(row.getString(1)));

  private static final String SELECT_CHAT =
      "select other_name, other_process, last_message, last_viewed, unread, state, begun, session"
          + " from handle_chat where process = ?";

  private static final Question<ChatEntry> CHAT =
      new Question<>(SELECT_CHAT + " and session = ?", AskedHandle::chat);

  /** Each count is a range of an index. */
  private static final Question<ChatCounts> COUNTS =
      new Question<>(
          "select (select count(*) from handle_chat where process = ?),"
              + " (select count(*) from handle_chat where process = ? and state = 'REQUEST')",
          row -> new ChatCounts(row.getLong(1), row.getLong(2)));

  private static final Question<String> OLDEST_REQUESTS =
      new Question<>(
          "select session from handle_chat where process = ? and state = 'REQUEST'"
              + " order by begun, session limit ?",
          row -> row.getString(1));

  private static final Question<InboxHead> INBOX_HEAD =
      new Question<>(
          "select last_sequence, kept from handle_inbox_bounds where process = ?",
          row -> new InboxHead(row.getLong(1), row.getLong(2)));

  private static final Question<SenderShare> SHARE = sharesWhere("sender = ?");
  private static final Question<SenderShare> LARGEST_SHARES =
      sharesWhere("true order by kept desc, oldest limit ?");

  private static final Question<Long> OLDEST_OF =
      new Question<>(
          "select sequence from handle_inbox where process = ? and sender = ?"
              + " order by sequence limit ?",
          row -> row.getLong(1));

  private static final Question<Sized> SIZES =
      new Question<>(
          "select sequence, size from handle_inbox where process = ? and sequence > ?"
              + " order by sequence limit ?",
          row -> new Sized(row.getLong(1), row.getInt(2)));

  private static final Question<InboxMessage> INBOX =
      new Question<>(
          "select sequence, message_id, sender, owner, action, tags, data, is_binary, omitted,"
              + " taken_at from handle_inbox where process = ? and sequence between ? and ?"
              + " order by sequence",
          row ->
              new InboxMessage(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  EscapedText.text(row.getString(5)),
                  InboxRow.tags(JsonText.tree(row.getString(6))),
                  EscapedText.text(row.getString(7)),
                  row.getBoolean(8),
                  row.getInt(9),
                  row.getLong(10)));

  /** How much one message of the inbox takes. */
  private record Sized(long sequence, int size) {}

  private static ChatEntry chat(ResultSet row) throws SQLException {
    return Chats.chat(row.getString(8), row);
  }

  private static Question<SenderShare> sharesWhere(String which) {
    return new Question<>(
        "select sender, kept, oldest from handle_inbox_share where process = ? and " + which,
        row -> new SenderShare(row.getString(1), row.getLong(2), row.getLong(3)));
  }

  @Override
  public ObjectNode profile() {
    return questions.first(PROFILE, process).orElseGet(Json::object);
  }

  /** A session's name is free text; no row has an id that PostgreSQL can't hold. */
  @Override
  public Optional<ChatEntry> chat(String session) {
    return Chats.place(process, session)
        .flatMap(place -> questions.first(CHAT, process, place.key()));
  }

  /** The times alone are a range of the index; of the same time, few are passed over. */
  @Override
  public List<ChatEntry> chats(ChatSpan span, int limit) {
    StringBuilder query = new StringBuilder(SELECT_CHAT);
    List<Object> values = new ArrayList<>(List.of(process));
    if (!span.everyState()) {
      query.append(" and state = any(?)");
      values.add(span.states().stream().map(Enum::name).sorted().toArray(String[]::new));
    }
    if (span.after().isPresent()) {
      ChatEntry after = span.after().get();
      query.append(" and last_message <= ? and (last_message < ? or session > ?)");
      values.addAll(List.of(after.lastMessage(), after.lastMessage(), after.session()));
    }
    query.append(" order by last_message desc, session limit ?");
    values.add(limit);
    return questions.all(new Question<>(query.toString(), AskedHandle::chat), values.toArray());
  }

  @Override
  public ChatCounts chatCounts() {
    return questions.all(COUNTS, process, process).get(0);
  }

  @Override
  public List<String> oldestRequests(int limit) {
    return questions.all(OLDEST_REQUESTS, process, limit);
  }

  @Override
  public InboxHead inboxHead() {
    return questions.first(INBOX_HEAD, process).orElse(InboxHead.NONE);
  }

  @Override
  public Optional<SenderShare> share(String sender) {
    return Inboxes.share(process, sender)
        .flatMap(place -> questions.first(SHARE, place.process(), place.key()));
  }

  @Override
  public List<SenderShare> largestShares(int limit) {
    return questions.all(LARGEST_SHARES, process, limit);
  }

  @Override
  public List<Long> oldestOf(String sender, int limit) {
    return questions.all(OLDEST_OF, process, sender, limit);
  }

  @Override
  public List<InboxMessage> inbox(long after, Page page) {
    List<Sized> sized = questions.all(SIZES, process, after, page.rows());
    int fitting = page.fitting(sized.stream().map(Sized::size).toList());
    return fitting == 0
        ? List.of()
        : questions.all(INBOX, process, sized.get(0).sequence(), sized.get(fitting - 1).sequence());
  }
}
