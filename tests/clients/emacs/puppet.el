;;; puppet.el --- eglot without any package, which does as a test tells it  -*- lexical-binding: t -*-
;;; Commentary:
;; emacs -Q --batch -l puppet.el; see tests/support/puppet.py.
;;
;; A batch Emacs has no command loop and so no idle timers, by which eglot tells changes: what they would do is done
;; whenever nothing else is.
;;; Code:
(require 'cl-lib)
(require 'project)
(require 'eglot)

(defvar puppet-socket nil)
(defvar puppet-unread "")
(defvar puppet-orders nil "What is still to be done, oldest first.")
(defvar puppet-answer nil "The title that the user chooses wherever it is offered.")
(defvar puppet-token nil "Of the newest progress.")
(defvar puppet-root (getenv "PUPPET_ROOT"))

(setq eglot-confirm-server-edits nil
      eglot-sync-connect 60
      eglot-autoreconnect nil
      eglot-autoshutdown nil
      make-backup-files nil
      create-lockfiles nil
      project-find-functions (list (lambda (_) (cons 'transient puppet-root)))
      eglot-server-programs
      (list (cons 'python-mode (append (json-parse-string (getenv "PUPPET_SERVER")) nil))))

(defun puppet-read (text)
  "Return the JSON object TEXT as a property list, the way eglot wants it."
  (json-parse-string text :object-type 'plist :null-object nil :false-object :json-false))

(setq-default eglot-workspace-configuration (puppet-read (getenv "PUPPET_SETTINGS")))

(defun puppet-send (message)
  "Send the property list MESSAGE."
  (process-send-string puppet-socket (concat (json-serialize message :null-object nil :false-object :json-false) "\n")))

(defun puppet-tell (event &rest more)
  "Tell of EVENT, with MORE."
  (puppet-send `(:event ,event ,@more)))

;; What the user sees.
(cl-defmethod eglot-handle-notification (_server (_method (eql tierline/status)) &rest status)
  (puppet-tell "status" :status status))
(cl-defmethod eglot-handle-notification (_server (_method (eql tierline/started)) &rest _))
(cl-defmethod eglot-handle-notification (_server (_method (eql tierline/chunk)) &rest _))
(cl-defmethod eglot-handle-notification (_server (_method (eql tierline/finished)) &key state &allow-other-keys)
  (puppet-tell "finished" :state state))
(cl-defmethod eglot-handle-notification (_server (_method (eql tierline/answer)) &rest _))
(cl-defmethod eglot-handle-notification :before (_server (_method (eql $/progress)) &key token value &allow-other-keys)
  (setq puppet-token token)
  (puppet-tell "progress" :kind (plist-get value :kind) :message (or (plist-get value :message) "")))
(cl-defmethod eglot-handle-notification :before (_server (_method (eql window/showMessage)) &key message &allow-other-keys)
  (puppet-tell "message" :message message))
(cl-defmethod eglot-handle-notification :after
  (_server (_method (eql textDocument/publishDiagnostics)) &key uri diagnostics &allow-other-keys)
  (puppet-tell "diagnostics" :path (eglot-uri-to-path uri)
               :messages (cl-map 'vector (lambda (found) (plist-get found :message)) diagnostics)))
(cl-defmethod eglot-handle-request :after (_server (_method (eql window/showDocument)) &key uri &allow-other-keys)
  (puppet-tell "shown" :uri uri))

(defvar puppet-title nil "Beginning of the title of the code action that is to be chosen.")
(defun puppet-choose (prompt menu &rest _)
  "Choose from MENU as the test wants; PROMPT says whether it is an action or a question."
  (let ((titles (mapcar (lambda (item) (if (consp item) (car item) item)) menu)))
    (if (string-search "Pick an action" prompt)
        (seq-find (lambda (title) (string-prefix-p puppet-title title)) titles)
      (puppet-tell "question" :message prompt :titles (vconcat titles))
      (car (member puppet-answer titles)))))
(advice-add 'completing-read :override #'puppet-choose)

(add-hook 'eglot-managed-mode-hook
          (lambda ()
            (add-hook 'after-change-functions
                      (lambda (&rest _) (puppet-tell "changed" :path buffer-file-name)) nil t)))
(advice-add 'eglot--on-shutdown :after (lambda (&rest _) (puppet-tell "exit")))

;; What the user does.
(defun puppet-at (told)
  "Go to the buffer and the text that TOLD names; leave the region around the text."
  (set-buffer (find-file-noselect (plist-get told :path)))
  (let ((text (or (plist-get told :select) (plist-get told :old))))
    (goto-char (point-min))
    (search-forward text)
    (set-mark (- (point) (length text)))
    (activate-mark)))

(defun puppet-do-open (told)
  "Open the file of TOLD, and say how positions are counted."
  (set-buffer (find-file-noselect (plist-get told :path)))
  (python-mode)
  (if-let ((server (eglot-current-server)))
      (eglot--maybe-activate-editing-mode)
    (apply #'eglot (eglot--guess-contact)))
  (plist-get (eglot--capabilities (eglot-current-server)) :positionEncoding))

(defun puppet-do-text (told)
  "Return what would be saved of the file of TOLD."
  (with-current-buffer (find-file-noselect (plist-get told :path))
    (let ((end (coding-system-eol-type buffer-file-coding-system)))
      (string-replace "\n" (aref ["\n" "\r\n" "\r"] (if (integerp end) end 0))
                      (buffer-substring-no-properties (point-min) (point-max))))))

(defun puppet-do-act (told)
  "Choose a code action on the text of TOLD."
  (puppet-at told)
  (setq puppet-title (plist-get told :title))
  ;; In batch it is nil, and eglot would open a mouse menu.
  (let ((last-nonmenu-event t))
    (call-interactively #'eglot-code-actions)))

(defun puppet-do-replace (told)
  "Type over a text."
  (puppet-at told)
  (undo-boundary)
  (delete-region (region-beginning) (region-end))
  (insert (plist-get told :new))
  (undo-boundary))

(defun puppet-do-undo (told)
  "Undo the last change of the file of TOLD."
  (set-buffer (find-file-noselect (plist-get told :path)))
  (undo-boundary)
  (let (last-command) (undo-only))
  (undo-boundary))

(defun puppet-do-command (told)
  "Have the server execute a command, and answer with what it says when it has."
  (eglot--signal-textDocument/didChange)
  (let ((id (plist-get told :id)))
    (jsonrpc-async-request
     (eglot-current-server) :workspace/executeCommand
     (list :command (plist-get told :command) :arguments (vector (or (plist-get told :argument) eglot--{})))
     :timeout 60
     :success-fn (lambda (result) (puppet-send (list :id id :result result)))
     :error-fn (lambda (problem) (puppet-send (list :id id :error (plist-get problem :message))))))
  'told)

(defun puppet-do-cancel (told)
  "Cancel what runs, in the way that TOLD says."
  (when (equal (plist-get told :how) "progress")
    (jsonrpc-notify (eglot-current-server) :window/workDoneProgress/cancel (list :token puppet-token))))

(defun puppet-do-choose (told)
  "Note what the user will choose."
  (setq puppet-answer (plist-get told :title)))

(defun puppet-do-settings (told)
  "Change the settings."
  (setq-default eglot-workspace-configuration (plist-get told :settings))
  (eglot-signal-didChangeConfiguration (eglot-current-server)))

(defun puppet-obey (told)
  "Do what TOLD says, and answer."
  (let ((id (plist-get told :id)))
    (condition-case problem
        (let ((result (funcall (intern (concat "puppet-do-" (plist-get told :do))) told)))
          (unless (eq result 'told)
            (puppet-send (if (or (stringp result) (consp result)) (list :id id :result result) (list :id id)))))
      ((error quit) (puppet-send (list :id id :error (error-message-string problem)))))))

(defun puppet-listen (_socket data)
  "Take the orders in DATA."
  (setq puppet-unread (concat puppet-unread data))
  (while (string-match "\n" puppet-unread)
    (let ((told (puppet-read (substring puppet-unread 0 (match-beginning 0)))))
      (setq puppet-unread (substring puppet-unread (match-end 0))
            puppet-orders (append puppet-orders (list told))))))

(setq puppet-socket
      (make-network-process :name "puppet" :host "127.0.0.1" :service (string-to-number (getenv "PUPPET_PORT"))
                            :coding 'utf-8-unix :filter #'puppet-listen
                            :sentinel (lambda (&rest _) (kill-emacs 0))))

(defun puppet-idle ()
  "Do what idle timers do."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (bound-and-true-p eglot--managed-mode)
        (run-hooks 'eglot--document-changed-hook)))))

(while t
  (if puppet-orders (puppet-obey (pop puppet-orders)) (puppet-idle))
  (unless puppet-orders (accept-process-output nil 0.1)))
;;; puppet.el ends here
