# Scores messages by SpamAssassin's local tests: perl spam_score.pl MESSAGE...
# Prints the file, the score and the tests that fired, a line each.
use strict;
use warnings;
use Mail::SpamAssassin;

my $assassin = Mail::SpamAssassin->new({
    PREFIX => '/usr', DEF_RULES_DIR => '/usr/share/spamassassin',
    LOCAL_RULES_DIR => '/etc/spamassassin', LOCAL_STATE_DIR => '/nonexistent',
    local_tests_only => 1, dont_copy_prefs => 1, userprefs_filename => '/dev/null',
    post_config_text => "use_bayes 0\nuse_auto_whitelist 0\nuse_txrep 0\n",
});
for my $file (@ARGV) {
    open my $mail, '<:raw', $file or die "$file: $!";
    my $message = $assassin->parse([<$mail>]);
    my $status = $assassin->check($message);
    printf "%s %.1f %s\n", $file, $status->get_score, $status->get_names_of_tests_hit || '-';
    $status->finish;
    $message->finish;
}
